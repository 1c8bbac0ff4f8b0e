/* Finishes, cleaning, marking, packing. */
#include "config.h"

#include "core/feat/concept_priv.h"

const struct concept concept_finish[] = {
	/* ---- finishes ---------------------------------------------------------------------- */
	{ "blasting", "surface treatment", "blasting, blasted, blast, blast cleaning, blast'g, "
	    "balsting, grit blast, grit blasting, grit blasted, 블라스트, 블라스팅, 블래스팅, "
	    "블라스터, 브라스트, 브라스팅, 그리트블라스트, 그릿블라스트, ブラスト, gestrahlt, "
	    "strahlen, sa2.5, sa 2.5, sa 2-1/2, sspc-sp10, near white" },
	{ "shot blasting", "blasting", "shot blast, shot blasting, shot blasted, shot-blast, "
	    "short blast, short blasting, shot ball, shot b/t, steel shot, 쇼트블라스트, "
	    "쇼트블라스팅, 쇼트 블라스트, 쇼트 블라스팅, 쇼트브라스트, 숏블라스트, 숏블라스팅, "
	    "숏트블라스트, 숏트, =쇼트, =숏, 쇼트처리, 쇼트작업, 쇼트볼, ショットブラスト, "
	    "kugelgestrahlt, stahlkiesgestrahlt" },
	{ "sand blasting", "blasting", "sand blast, sand blasting, sand blasted, sandblast, "
	    "sandblasting, sandblasted, sand-blast, s/blast, s/blasting, sanding, "
	    "샌드블라스트, 샌드 블라스트, 샌드블라스팅, 샌드브라스트, 샌딩, 샌딩처리, =샌드, "
	    "모래분사, サンドブラスト, sandgestrahlt, sandstrahlen" },
	{ "bead blasting", "blasting", "bead blast, bead blasting, bead blasted, glass bead, "
	    "glass beads, glass bead blast, glass bead blasting, glass beading, glass blast, "
	    "glass blasting, beading, b/blast, g/bead, 비드블라스트, 비드 블라스트, "
	    "비드블라스팅, 비드블래스팅, 글라스비드, 글래스비드, 글라스 비드, 유리알, "
	    "ガラスビーズ, ビーズブラスト, glasperlengestrahlt, glasperlgestrahlt" },
	{ "shot peening", "surface treatment", "shot peening, shot peened, shot peen, "
	    "shot-peening, peening, peened, laser peening, 쇼트피닝, 쇼트 피닝, 숏피닝, "
	    "숏트피닝, 피닝, ショットピーニング, kugelstrahlverfestigt" },
	{ "polishing", NULL, "polishing, polished, polish, polising, polisihng, pol'g, "
	    "fine polishing, hand polish, 폴리싱, 폴리슁, 폴리쉬, 광택, 광택처리, 광내기, "
	    "기계광택, ポリッシュ, ポリシング, poliert, polieren" },
	{ "electropolishing", "polishing", "electropolishing, electropolished, electropolish, "
	    "electro polishing, electro polished, electro polish, electro-polishing, "
	    "electrolytic polishing, electrolytic polish, electro chemical polishing, "
	    "e/polishing, e.polishing, e-polishing, e.p, e/p, ep, ep처리, 전해연마, 전해 연마, "
	    "전해폴리싱, 전해 폴리싱, 전기연마, 電解研磨, elektropoliert, elektropolieren" },
	{ "chemical polishing", "polishing", "chemical polishing, chemically polished, "
	    "chemical polish, 화학연마, 화학 연마, 화학광택, 化学研磨, cmp, c.m.p" },
	{ "buffing", "polishing", "buffing, buffed, buff, buff polishing, buffing polish, "
	    "buff'g, 버핑, 버프, 버프연마, 버핑연마, 바핑, 바프, 바후, 빠우, 빠우처리, 빠후, "
	    "バフ, バフ研磨, schwabbeln, hair line, hairline, 헤어라인, 헤어 라인, ヘアライン" },
	{ "mirror finish", "polishing", "mirror finish, mirror finished, mirror finishing, "
	    "mirror polish, mirror polishing, mirror polished, mirror surface, mirror-like, "
	    "mirror lapping, mirror buffing, super mirror, 경면, 경면가공, 경면연마, "
	    "경면 연마, 경면처리, 경면사상, 경면래핑, 초경면, 미러폴리싱, 미러가공, 미러연마, "
	    "=미러, 鏡面, 鏡面仕上, 鏡面研磨, spiegelpoliert, hochglanz, hochglanzpoliert" },
	{ "barrel finishing", "deburring", "barrel finishing, barrel finish, barrel polishing, "
	    "tumbling, tumbled, barrelling, vibratory finishing, vibratory deburring, "
	    "trowalizing, 바렐연마, 배럴연마, 바렐처리, 텀블링, バレル, バレル研磨, "
	    "gleitschleifen, gleitgeschliffen, trowalisiert" },
	{ "abrasive finishing", NULL, "연마, 연마가공, 연마작업, 研磨, abrasive finishing, "
	    "fine finishing" },
	{ "grinding", "abrasive finishing", "grinding, grinded, grind, grind'g, grinidng, "
	    "ground finish, precision ground, surface grinding, surface ground, "
	    "cylindrical grinding, internal grinding, external grinding, centerless, "
	    "centerless grinding, centreless, centerless ground, o.d grinding, i.d grinding, "
	    "profile grinding, jig grinding, creep feed, 연삭, 연삭가공, 그라인딩, 그라인더, "
	    "원통연마, 원통 연마, 원통연삭, 평면연마, 평면 연마, 평면연삭, 평면 연삭, "
	    "외경연마, 외경 연마, 외경연삭, 내경연마, 내경 연마, 내경연삭, 내면연마, 내면연삭, "
	    "만능연마, 만능연삭, 양면연마, 양면연삭, 센터리스, 센터레스, 센타리스, 무심연마, "
	    "무심연삭, 로터리연마, 로타리연마, 성형연마, 프로파일연마, 공구연마, 치연, 研削, "
	    "円筒研削, 円筒研磨, 平面研削, 平面研磨, 内面研削, センタレス, geschliffen, "
	    "schleifen, rundgeschliffen, flachgeschliffen" },
	{ "lapping", "abrasive finishing", "lapping, lapped, lap, lapp, laping, lap'g, "
	    "lapping finish, lapped face, face lapping, double side lapping, 래핑, 랩핑, 라핑, "
	    "랍핑, 래핑가공, 랩핑가공, 래핑면, 랩가공, 양면래핑, 양면랩핑, ラップ, ラッピング, "
	    "ラップ仕上, geläppt, gelaeppt, läppen" },
	{ "honing", "abrasive finishing", "honing, honed, hone, honning, 호닝, 호닝가공, "
	    "호우닝, ホーニング, gehont, honen" },
	{ "superfinishing", "abrasive finishing", "superfinishing, superfinished, superfinish, "
	    "super finishing, super finish, super-finishing, s/finishing, micro finishing, "
	    "microfinishing, 슈퍼피니싱, 슈퍼피니슁, 수퍼피니싱, 슈퍼피니쉬, 수퍼피니쉬, "
	    "超仕上, feinstgeschliffen, superfiniert" },
	{ "burnishing", NULL, "burnishing, burnished, roller burnishing, ball burnishing, "
	    "ballizing, roller burnished, 버니싱, 버니슁, 바니싱, 롤러버니싱, 로라버니싱, "
	    "롤러버니슁, バニシング, ローラバニシング, rolliert, glattgewalzt, rollieren" },
	{ "deburring", NULL, "deburring, deburred, deburr, de-burr, de-burring, debur, "
	    "deburing, burr free, burr-free, no burr, no burrs, free of burrs, remove burr, "
	    "remove burrs, burr removal, remove all burrs, remove sharp edges, "
	    "break sharp edges, break all sharp edges, break edges, break corners, ^사상, "
	    "버사상, 면사상, 모서리사상, 사상작업, 디버링, 디버, 버제거, 버 제거, 버르제거, "
	    "burr제거, burr 제거, 거스러미, 거스러미제거, ^바리제거, 바리 제거, =바리, =빠리, "
	    "빠리제거, 날카로운모서리, バリ取り, バリなき, バリ無き, 面取りバリ取り, "
	    "entgratet, entgraten, gratfrei" },
	{ "texturing", NULL, "texturing, textured, 텍스처, 엠보싱, 엠보, emboss, embossing, "
	    "embossed, シボ" },

	/* ---- cleaning ---------------------------------------------------------------------- */
	{ "cleaning", NULL, "cleaning, cleaned, clean'g, wash, washing, washed, cleanliness, "
	    "세척, 세정, 클리닝, 세척작업, 洗浄, gereinigt, reinigung, waschen, clean room, "
	    "cleanroom, 클린룸" },
	{ "degreasing", "cleaning", "degreasing, degreased, degrease, de-grease, de-greasing, "
	    "oil free, oil-free, oilfree, free from oil, free of oil, "
	    "free from oil and grease, free from grease, oil & grease free, "
	    "oil and grease free, grease free, no oil, no grease, 탈지, 탈지처리, 탈지 처리, "
	    "금유, 금유처리, 금유 처리, 유분제거, 유분 제거, 오일프리, 오일 프리, 탈유, 脱脂, "
	    "禁油, 油抜き, entfettet, öl- und fettfrei, fettfrei, ölfrei" },
	{ "oxygen cleaning", "degreasing", "oxygen cleaning, oxygen clean, oxygen cleaned, "
	    "oxygen service, cleaned for oxygen, o2 cleaning, o2 clean, o2 service, o2 세척, "
	    "for oxygen, 산소세정, 산소세척, 산소용세정, 산소용, 산소 세정, 산소 세척, 酸素用, "
	    "sauerstoffrein, für sauerstoff" },
	{ "ultrasonic cleaning", "cleaning", "ultrasonic cleaning, ultrasonic cleaned, "
	    "ultrasonic clean, ultrasonic wash, ultrasonic washing, ultra sonic cleaning, "
	    "u/s cleaning, us cleaning, 초음파세척, 초음파 세척, 초음파세정, 초음파 세정, "
	    "超音波洗浄, ultraschallreinigung, ultraschallgereinigt" },

	/* ---- marking ----------------------------------------------------------------------- */
	{ "marking", NULL, "marking, marked, mark'g, maring, makring, marking work, 마킹, "
	    "마아킹, 마킹작업, 표기, 식별표시, 식별표기, 날인, マーキング, gekennzeichnet, "
	    "kennzeichnung, beschriftet, beschriftung, ink marking, inkjet marking, ink jet, "
	    "잉크마킹, 잉크젯, paint marking, 스텐실, stencil" },
	{ "stamped marking", "marking", "stamp, stamped, stamp marking, stamping, stamp mark, "
	    "hard stamp, hard stamping, die stamp, die stamping, low stress stamp, "
	    "low stress stamping, steel stamp, punch marking, dot marking, dot peen, "
	    "dot peening, number stamp, engrave, engraved, engraving, engraving marking, "
	    "eng'g marking, vibro, vibro peen, vibro etch, vibro engrave, electric pen, 각인, "
	    "각인작업, 타각, 펀칭마킹, 펀치마킹, 도트마킹, 닷마킹, 음각, 양각, 조각기, "
	    "문자조각, 전각, 문자각인, 숫자각인, 刻印, 打刻, 彫刻, gestempelt, geschlagen, "
	    "graviert, gravur, schlagzahlen" },
	{ "laser marking", "marking", "laser marking, laser marked, laser mark, laser-marking, "
	    "lazer marking, laser etch, laser etching, laser etched, laser engrave, "
	    "laser engraved, laser engraving, laser p/n, laser part no, laser part number, "
	    "laser number, l/marking, l/mark, l.marking, l-marking, laser m/k, laser m'king, "
	    "etching, etched, etch, etch marking, etching marking, electro etch, "
	    "electro etching, electro-etching, electrolytic etching, electrochemical etching, "
	    "chemical etch marking, 레이저마킹, 레이저 마킹, 레이져마킹, 레이져 마킹, "
	    "레이저각인, 레이저 각인, 레이져각인, 레이저인쇄, 레이져인쇄, 레이저에칭, "
	    "레이저조각, 에칭, 에칭마킹, 전해마킹, 전해에칭, 전해인쇄, レーザー刻印, "
	    "レーザー印字, レーザーマーキング, エッチング, laserbeschriftet, "
	    "laserbeschriftung, lasermarkiert, geätzt" },
	{ "name plate", "marking", "name plate, nameplate, name-plate, rating plate, "
	    "tag plate, 명판, 네임플레이트, 네임 플레이트, 銘板, typenschild, 라벨, label, "
	    "labelling, labeling, barcode, bar code, 바코드" },
	{ "printing", "marking", "silk screen, silkscreen, silk printing, silk print, "
	    "screen printing, pad printing, printing, 실크인쇄, 실크 인쇄, 실크스크린, 인쇄, "
	    "패드인쇄, シルク印刷, 印刷, siebdruck, bedruckt" },

	/* ---- packing ----------------------------------------------------------------------- */
	{ "packaging", NULL, "packaging, packaged, carton, carton box, 포장, 포장작업, "
	    "박스포장, 梱包, 包装, verpackung, verpackt, shipping" },
	{ "rust prevention", NULL, "rust prevention, rust preventive, rust preventing, "
	    "rust preventative, rust proof, rust proofing, rust-proof, rust inhibitor, "
	    "rust protection, anti rust, anti-rust, antirust, anti rust oil, rust oil, "
	    "rust preventive oil, rust prevention oil, corrosion prevention, "
	    "corrosion preventive, corrosion protection, anti corrosion, anti-corrosion, "
	    "anticorrosion, corrosion inhibitor, vci, v.c.i, vci bag, vci paper, vci packing, "
	    "vci film, vpi paper, r/p oil, preservation, preserved, oiling, oiled, 방청, "
	    "방청유, 방청유도포, 방청유 도포, 방청처리, 방청 처리, 방청포장, 방청 포장, "
	    "방청제, 방청지, 방청비닐, 방청오일, 기화성방청, 녹방지, 녹 방지, 방식처리, "
	    "방식도장, 防錆, 防錆油, 防錆処理, korrosionsschutz, korrosionsgeschützt, "
	    "rostschutz, konserviert, konservierung, eingeölt, geölt" },
	{ "export packing", "packaging", "export packing, export packaging, export package, "
	    "export pack, export case, export box, wooden case, wooden box, wooden crate, "
	    "wooden packing, wood case, wood box, wood crate, w/case, w/box, plywood case, "
	    "plywood box, crate, crating, seaworthy, sea worthy, seaworthy packing, "
	    "seaworthy packaging, air cargo packing, ispm15, ispm 15, 수출포장, 수출 포장, "
	    "수출용포장, 목상자, 목포장, 목박스, 목재포장, 목재박스, 나무상자, 나무박스, "
	    "우든박스, 우든케이스, 합판박스, 합판포장, 輸出梱包, 木箱, seemäßige verpackung, "
	    "seemäßig verpackt, holzkiste" },
	{ "vacuum packing", "packaging", "vacuum packing, vacuum packed, vacuum packaging, "
	    "vacuum pack, vacuum package, vacuum sealed, vacuum bag, 진공포장, 진공 포장, "
	    "진공팩, 真空包装, 真空梱包, vakuumverpackt" },
	{ "individual packing", "packaging", "individual packing, individual packaging, "
	    "individual package, individual pack, individual bag, individual box, "
	    "individual wrapping, individually packed, individually packaged, "
	    "individually wrapped, individually boxed, individually bagged, "
	    "packed individually, poly bag, polybag, p.e bag, pe bag, vinyl bag, "
	    "vinyl packing, bubble wrap, air cap, blister, 개별포장, 개별 포장, 낱개포장, "
	    "낱개 포장, 개포장, 단품포장, 비닐포장, 비닐 포장, 에어캡, 個装, 個別包装, "
	    "einzeln verpackt, einzelverpackung, einzelverpackt" },
};
const size_t concept_nfinish = sizeof(concept_finish) / sizeof(concept_finish[0]);
