const list = (text: string): string[] => text.trim().split(/\s+/);

/** Providers with one name under many country domains. */
const brands = list(`yahoo hotmail outlook live msn gmx aol yandex zoho mail inbox email tutanota proton`);
const countries =
  list(`com net org de at ch fr be nl lu es pt it co.uk ie ca com.au co.nz com.mx com.br com.ar cl com.co
  se dk no fi pl cz sk hu ro bg gr com.tr ru by kz ua lt lv ee co.jp jp com.sg co.in in com.ph co.id com.my co.th
  com.vn com.hk com.tw co.kr co.za us me eu`);

/** Providers where anyone has an address, internet providers among them: sharing one proves nothing. */
export const freeMail: ReadonlySet<string> = new Set([
  ...brands.flatMap((brand) => countries.map((country) => `${brand}.${country}`)),
  ...list(`gmail.com googlemail.com ymail.com rocketmail.com icloud.com me.com mac.com aim.com protonmail.com pm.me
  fastmail.com fastmail.fm hey.com hushmail.com mailbox.org posteo.de tuta.io tutamail.com duck.com skiff.com
  mail2world.com mailinator.com yopmail.com guerrillamail.com usa.com usa.net myself.com consultant.com post.com
  comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net spectrum.net earthlink.net juno.com
  netzero.net netzero.com frontier.com frontiernet.net optonline.net optimum.net windstream.net centurylink.net
  centurytel.net q.com qwest.net embarqmail.com roadrunner.com rr.com twc.com suddenlink.net mindspring.com prodigy.net
  pacbell.net ameritech.net swbell.net flash.net nvbell.net snet.net wowway.com peoplepc.com tds.net hughes.net mchsi.com
  cableone.net sonic.net hawaiiantel.net gci.net
  rogers.com shaw.ca telus.net bell.net sympatico.ca videotron.ca eastlink.ca sasktel.net mts.net cogeco.ca telusplanet.net
  btinternet.com btopenworld.com sky.com virginmedia.com virgin.net ntlworld.com blueyonder.co.uk talktalk.net tiscali.co.uk
  plusnet.com plus.com o2.co.uk eircom.net
  bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au westnet.com.au internode.on.net dodo.com.au ozemail.com.au
  xtra.co.nz slingshot.co.nz
  web.de t-online.de freenet.de arcor.de online.de kabelmail.de unitybox.de vodafonemail.de ewetel.net ewe.net
  netcologne.de onlinehome.de magenta.de a1.net aon.at chello.at utanet.at bluewin.ch sunrise.ch hispeed.ch swissonline.ch
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr voila.fr
  cegetel.net telenet.be skynet.be proximus.be scarlet.be ziggo.nl kpnmail.nl planet.nl hetnet.nl xs4all.nl home.nl upcmail.nl
  casema.nl chello.nl quicknet.nl telfort.nl solcon.nl pt.lu
  telefonica.net movistar.es terra.es ono.com ya.com orange.es vodafone.es jazztel.es euskaltel.net telecable.es sapo.pt
  clix.pt iol.pt netcabo.pt libero.it virgilio.it alice.it tin.it tim.it tiscali.it fastwebnet.it teletu.it vodafone.it
  iol.it poste.it aruba.it
  wp.pl o2.pl onet.pl onet.eu interia.pl interia.eu op.pl vp.pl poczta.onet.pl poczta.fm tlen.pl gazeta.pl autograf.pl
  buziaczek.pl neostrada.pl seznam.cz email.cz centrum.cz volny.cz atlas.cz post.cz azet.sk centrum.sk zoznam.sk pobox.sk
  freemail.hu citromail.hu t-online.hu upcmail.hu abv.bg mail.bg dir.bg siol.net t-2.net net.hr optinet.hr
  telia.com bredband.net comhem.se spray.se tele2.se bredband2.com home.se mail.dk jubii.dk ofir.dk stofanet.dk tdcadsl.dk online.no
  broadpark.no getmail.no kolumbus.fi elisanet.fi luukku.com pp.inet.fi saunalahti.fi suomi24.fi delfi.lt one.lt inbox.lv
  mail.ee hot.ee
  mail.ru bk.ru list.ru inbox.ru rambler.ru ya.ru ukr.net i.ua meta.ua bigmir.net tut.by otenet.gr forthnet.gr windowslive.com
  passport.com ttmail.com mynet.com superonline.com
  uol.com.br bol.com.br terra.com.br globo.com ig.com.br oi.com.br r7.com prodigy.net.mx terra.com terra.cl vtr.net
  fibertel.com.ar speedy.com.ar arnet.com.ar ciudad.com.ar une.net.co etb.net.co cantv.net
  qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com foxmail.com 139.com 189.cn aliyun.com tom.com 21cn.com
  naver.com daum.net hanmail.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp au.com nifty.com
  biglobe.ne.jp ocn.ne.jp so-net.ne.jp plala.or.jp dion.ne.jp auone.jp excite.co.jp infoseek.jp rediffmail.com
  sify.com vsnl.net vsnl.com airtelmail.in singnet.com.sg pacific.net.sg netvigator.com hinet.net seed.net.tw
  mweb.co.za telkomsa.net webmail.co.za vodamail.co.za iafrica.com emirates.net.ae eim.ae walla.co.il walla.com
  netvision.net.il bezeqint.net 012.net.il`),
]);
