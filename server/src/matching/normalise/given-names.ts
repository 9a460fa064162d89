/**
 * Short and pet forms by the given name they stand for: English, German, Dutch, French, Spanish, Italian, Polish,
 * Czech, folded. A form of several names stands with the commonest.
 */
const names = `
  william=bill billy will willy willie liam wil; robert=bob bobby rob robbie bert; richard=rick ricky dick rich
  richie; john=jack johnny jon jonny; james=jim jimmy jamie jimmie; joseph=joe joey jo; michael=mike mick mickey mikey;
  thomas=tom tommy; charles=charlie chuck chas charley; edward=ed eddie ted ned teddy; henry=harry hank; george=georgie;
  david=dave davey davy; daniel=dan danny; donald=don donnie; douglas=doug; anthony=tony; andrew=andy drew; alexander=alex
  alec sandy sascha sasha olek alek; christopher=chris kit topher; nicholas=nick nicky nico nicolas niko; matthew=matt matty;
  benjamin=ben benny benji; samuel=sam sammy; stephen=steve stevie steven stefan; peter=pete; patrick=pat paddy; philip=phil
  phillip; gregory=greg; kenneth=ken kenny; lawrence=larry laurence; leonard=len lenny leo; raymond=ray; ronald=ron ronnie;
  walter=walt wally; frederick=fred freddy freddie fritz; francis=frank frankie; gerald=gerry; jerome=jerry; timothy=tim
  timmy; vincent=vince vinny; zachary=zach zack; joshua=josh; jonathan=jonathon nathan; jeffrey=jeff geoffrey geoff;
  ernest=ernie; eugene=gene; albert=al bertie; arthur=art artie; bernard=bernie; bradley=brad; calvin=cal; clifford=cliff;
  dennis=denny; harold=hal; herbert=herb; jacob=jake; martin=marty; maurice=moe; mitchell=mitch; nathaniel=nate; norman=norm;
  oliver=ollie; oscar=ozzy; randolph=randy; russell=russ; sidney=sid; stanley=stan; terence=terry terrance; theodore=theo;
  victor=vic; abraham=abe; gilbert=gil; isaac=ike; louis=lou louie; marvin=marv; roderick=rod; rudolph=rudy;
  margaret=peggy maggie meg peg marge margie madge greta gretchen margarete margot; elizabeth=liz beth betty lizzie betsy eliza
  lisa libby elisabeth elsie bess; katherine=kate kathy katie cathy catherine kathryn kay kitty katharina katharine karen;
  patricia=patty patsy tricia trish; barbara=barb babs barbie; susan=sue susie suzy susanne suzanne; deborah=deb debbie debra;
  jennifer=jen jenny jenn; jessica=jess jessie; rebecca=becky becca; victoria=vicky vicki tori; virginia=ginny ginger;
  dorothy=dot dottie dolly; eleanor=ellie nell nora; florence=flo flossie; frances=fran fanny; gertrude=trudy gerti;
  helen=nellie; judith=judy; kimberly=kim; linda=lindy; mary=molly polly mamie; nancy=nan; pamela=pam; penelope=penny;
  samantha=sammie; sandra=sandie; sarah=sally sadie sara; stephanie=steph steffi; theresa=terri tess tessa teresa;
  valerie=val; abigail=abby gail; amanda=mandy; angela=angie; cynthia=cindy; christine=tina chrissy christina kristina;
  constance=connie; josephine=josie; jacqueline=jackie; lucille=lucy; madeline=maddie; melissa=missy; millicent=millie;
  priscilla=cilla; rosemary=rosie; veronica=ronni; winifred=winnie; caroline=carrie carol; isabella=bella izzy; ann=annie
  anna nancie anne anja ania; evelyn=evie; agnes=aggie; olivia=livvy; natalie=nat; alexandra=lexi sondra ola; bridget=bridie;
  johannes=hans hannes johann hansi jan; josef=sepp jupp pepi; heinrich=heinz heiner heini; wilhelm=willi helmut; friedrich=fritzi
  friedl; maximilian=max maxi; sebastian=basti bastian; gunther=gunter; jurgen=juergen; ludwig=lutz; ulrich=uli ulli;
  wolfgang=wolf; klaus=nikolaus claus; matthias=mathias hias; franz=franzl; georg=schorsch jorg; konrad=kurt conny;
  bernhard=bernd; gerhard=gerd; eberhard=ebbi; reinhard=reiner rainer; siegfried=sigi; manfred=manni; dietrich=dieter;
  andreas=andi; tobias=tobi; elfriede=friedel; hannelore=hanne lore; magdalena=lena leni magda; ursula=uschi
  ulla; waltraud=traudl; rosemarie=rosi; brigitte=gitte gitta; gabriele=gabi gaby; sabine=bine; monika=moni; regina=gina;
  francisco=paco pancho paquito curro; jose=pepe pepito; ignacio=nacho; guadalupe=lupe; enrique=quique kike; rafael=rafa;
  manuel=manolo manu; jesus=chuy chus; concepcion=concha conchita; dolores=lola loli; mercedes=merche; rosario=charo; pilar=pili;
  alejandro=ale; eduardo=lalo edu; fernando=nando; alberto=beto; antonio=tonio toni; javier=javi; sergio=checo;
  maria=mari marichu marysia; isabel=isa chabela; gregorio=goyo; santiago=santi; luis=lucho; vicente=chente; consuelo=chelo;
  giuseppe=beppe peppe pino; giovanni=gianni nanni; francesco=franco checco; luigi=gigi; salvatore=toto; domenico=mimmo;
  alexandre=alexis; philippe=filou; jean=jeannot; francoise=fanchon; genevieve=ginette;
  stanislaw=staszek stas stachu; jerzy=jurek; wojciech=wojtek; krzysztof=krzysiek krzys; tadeusz=tadek; zbigniew=zbyszek;
  kazimierz=kazik kazio; grzegorz=grzesiek grzes; tomasz=tomek; piotr=piotrek; pawel=pawelek; michal=michalek; jakub=kuba kubus;
  andrzej=jedrek; ryszard=rysiek; janusz=janek; aleksander=olo; katarzyna=kasia kaska; malgorzata=gosia malgosia; agnieszka=aga;
  joanna=asia joasia; elzbieta=ela elka; krystyna=krysia; barbara_=basia baska; magdalena_=magdusia; dorota=dorotka;
  frantisek=franta; vaclav=vasek vena; josef_=pepa pepik; jaroslav=jarda; miroslav=mirek; ladislav=lada; stanislav=standa`;

const formal = new Map<string, string>();
for (const entry of names.trim().split(/\s*;\s*/)) {
  const [name = '', forms = ''] = entry.split('=');
  for (const form of forms.trim().split(/\s+/)) {
    if (!formal.has(form)) formal.set(form, name.trim().replace(/_$/, ''));
  }
}

/** The given name that a folded word is a short form of; the word itself where it is none. */
export function formalName(word: string): string {
  return formal.get(word) ?? word;
}

/** Two folded given names that may be one person's: equal, short forms of one name, or an initial of the other. */
export function sameGivenName(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length === 1 || b.length === 1) return a[0] === b[0];
  return formalName(a) === formalName(b);
}
