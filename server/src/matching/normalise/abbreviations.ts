const read = (pairs: string): Map<string, string> =>
  new Map(
    pairs
      .trim()
      .split(/\s+/)
      .map((pair) => pair.split('=') as [string, string]),
  );

/** Short forms usual in names of businesses and goods. */
export const nameAbbreviations = read(`
  svc=services svcs=services service=services serv=services mfg=manufacturing mfr=manufacturing intl=international
  natl=national assoc=associates assocs=associates assn=association bros=brothers ctr=center centre=center
  cntr=center dept=department dist=distribution distr=distribution eng=engineering engr=engineering
  engrs=engineers equip=equipment fin=financial grp=group hosp=hospital ind=industries inds=industries
  industry=industries inst=institute ins=insurance lab=laboratory labs=laboratories mgmt=management mgt=management
  mkt=marketing mktg=marketing mtn=mountain univ=university tech=technology techs=technologies
  technologies=technology solution=solutions soln=solutions solns=solutions sys=systems system=systems
  transp=transportation pharm=pharmacy prop=properties props=properties property=properties
  constr=construction const=construction contr=contractors dev=development elec=electric
  elect=electric gen=general govt=government hldg=holdings hldgs=holdings holding=holdings invest=investments
  invs=investments medl=medical prof=professional prod=products prods=products product=products
  rest=restaurant rlty=realty sch=school st=saint ste=sainte mt=mount ft=fort supp=supply supplies=supply
  whse=warehouse wholesalers=wholesale cty=county twp=township vet=veterinary auto=automotive
  sr=senior snr=senior jr=junior hr=hour hrs=hours hourly=hour qty=quantity pkg=package blk=black wht=white
  onsite=onsite lic=license licence=license yr=year mo=month`);

/** Street words, directions and units. */
export const addressAbbreviations = read(`
  st=street str=street ave=avenue av=avenue blvd=boulevard boul=boulevard rd=road dr=drive ln=lane la=lane ct=court
  cir=circle crcl=circle pl=place plz=plaza sq=square ter=terrace terr=terrace pkwy=parkway pky=parkway
  hwy=highway fwy=freeway expy=expressway trl=trail aly=alley cres=crescent cresc=crescent xing=crossing
  n=north s=south e=east w=west no=north so=south nw=northwest ne=northeast sw=southwest se=southeast
  mt=mount ft=fort bldg=building ctr=center centre=center jct=junction hts=heights gr=grove cl=close
  first=1st second=2nd third=3rd fourth=4th fifth=5th sixth=6th seventh=7th eighth=8th ninth=9th tenth=10th`);
