/* Welding and joining, casting and forming, machining, and what it leaves on a part. */
#include "config.h"

#include "core/feat/concept_priv.h"

const struct concept concept_work[] = {
	/* ---- welding and joining ----------------------------------------------------------- */
	{ "welding", NULL, "welding, welded, weld, welds, weldment, weldments, weld't, weld'd, "
	    "weld'g, wld'g, weldng, wellding, welidng, weding, 용접, 용접작업, 웰딩, 溶接, "
	    "geschweißt, geschweisst, schweißen, schweissen, schweißung, angeschweißt, "
	    "verschweißt" },
	{ "welded construction", "welding", "welded construction, weld construction, "
	    "welded structure, weld structure, welding structure, welding construction, "
	    "welded type, weld type, welded assembly, weld assembly, welding assembly, "
	    "weld assy, welding assy, welded assy, fabricated, fabrication, 용접구조, "
	    "용접 구조, 용접구조물, 용접형, 용접타입, 용접조립, 용접 조립, 용접품, 용접물, "
	    "제관, 제관품, 제관작업, 溶接構造, 製缶, schweißkonstruktion, schweißbaugruppe, "
	    "schweissbaugruppe" },
	{ "all-around welding", "welding", "all around weld, all around welding, "
	    "all-around weld, full weld, full welding, fully welded, continuous weld, "
	    "continuous welding, circumferential weld, 전주용접, 전주 용접, 전둘레용접, "
	    "전둘레 용접, 온둘레용접, 연속용접, 원주용접, 全周溶接, rundum geschweißt, "
	    "umlaufend geschweißt" },
	{ "full penetration welding", "welding", "full penetration, full penetration weld, "
	    "complete penetration, cjp, full pen, 완전용입, 완전용입용접, 전용입, 맞대기용접, "
	    "butt weld, butt welded, butt welding, 突合せ溶接" },
	{ "fillet welding", "welding", "fillet weld, fillet welded, fillet welding, 필렛용접, "
	    "필릿용접, 필렛 용접, 隅肉溶接, kehlnaht" },
	{ "seal welding", "welding", "seal weld, seal welded, seal welding, 실용접, 씰용접, "
	    "씰 용접, 밀봉용접, シール溶接, dichtgeschweißt, dichtnaht" },
	{ "tack welding", "welding", "tack weld, tack welded, tack welding, 가용접, 가접, "
	    "점접, 仮付, geheftet" },
	{ "tig welding", "welding", "tig, tig welding, tig weld, tig welded, gtaw, g.t.a.w, "
	    "argon welding, argon weld, argon, 알곤용접, 알곤 용접, 아르곤용접, 아르곤 용접, "
	    "알곤, 티그, 티그용접, 티그 용접, tig용접, wig, wig-geschweißt, wig-schweißen, "
	    "アルゴン溶接, orbital welding, 오비탈용접" },
	{ "mig welding", "welding", "mig, mig welding, mig weld, mag welding, gmaw, fcaw, "
	    "co2 welding, co2 weld, co2용접, co2 용접, 씨오투용접, 미그용접, 미그 용접, "
	    "탄산가스용접, mag-geschweißt, 炭酸ガス溶接" },
	{ "arc welding", "welding", "arc welding, arc weld, arc welded, smaw, submerged arc, "
	    "submerged arc welding, 아크용접, 아크 용접, 전기용접, 전기 용접, 서브머지드, "
	    "アーク溶接, lichtbogenschweißen, e-hand" },
	{ "laser welding", "welding", "laser welding, laser welded, laser weld, laser-welding, "
	    "lazer welding, lbw, l/welding, 레이저용접, 레이저 용접, 레이져용접, 레이져 용접, "
	    "レーザー溶接, lasergeschweißt, laserschweißen" },
	{ "spot welding", "welding", "spot welding, spot welded, spot weld, spot-welding, "
	    "resistance welding, resistance weld, seam welding, seam weld, projection welding, "
	    "stud welding, stud weld, 스폿용접, 스폿 용접, 스포트용접, 스팟용접, 스팟 용접, "
	    "점용접, 심용접, 저항용접, 프로젝션용접, 스터드용접, スポット溶接, "
	    "punktgeschweißt, punktschweißen" },
	{ "electron beam welding", "welding", "electron beam, electron beam welding, "
	    "electron beam weld, electron beam welded, e-beam, e-beam welding, eb welding, "
	    "eb welded, eb weld, e.b welding, ebw, e.b.w, 전자빔, 전자빔용접, 전자빔 용접, "
	    "전자빔웰딩, eb용접, eb 용접, 電子ビーム溶接, elektronenstrahlgeschweißt, "
	    "elektronenstrahlschweißen" },
	{ "friction welding", "welding", "friction welding, friction welded, friction weld, "
	    "friction stir, fsw, 마찰용접, 마찰 용접, 마찰압접, 마찰교반, 摩擦圧接, "
	    "reibgeschweißt, reibschweißen" },
	{ "high-frequency welding", "welding", "high frequency welding, hf welding, "
	    "고주파용접, 고주파 용접" },
	{ "ultrasonic welding", "welding", "ultrasonic welding, ultrasonic welded, 초음파용접, "
	    "초음파 용접, 초음파융착, heat sealing, 융착, 열융착, 超音波溶着" },
	{ "diffusion bonding", "welding", "diffusion bonding, diffusion bonded, 확산접합, "
	    "확산 접합, 拡散接合" },
	{ "overlay welding", "welding", "overlay, overlayed, overlaid, overlay welding, "
	    "overlay weld, weld overlay, overlay welded, over lay, o/lay, o/l welding, "
	    "hardfacing, hard facing, hard faced, hardfaced, hard-facing, hardface, "
	    "facing weld, build up, build-up, built up, build up welding, buildup weld, "
	    "cladding, clad, cladded, weld cladding, padding, buttering, laser cladding, "
	    "오버레이, 오버레이용접, 오버 레이, 육성, 육성용접, 육성 용접, 육성가공, 덧살용접, "
	    "덧살 용접, 덧살, 덧붙임용접, 덧용접, 하드페이싱, 하드 페이싱, 살붙임, 살붙이기, "
	    "살올림, 보강용접, 경화육성, 클래딩, 클래드, 레이저클래딩, 肉盛, 肉盛溶接, 肉盛り, "
	    "硬化肉盛, auftragsgeschweißt, auftragsschweißung, auftragsschweißen, gepanzert, "
	    "panzerung, plattiert" },
	{ "stellite overlay", "overlay welding", "stellite overlay, stellite welding, "
	    "stellite weld, stellite welded, stellite facing, stellite faced, "
	    "stellite hardfacing, stellite coating, stellited, stelliting, stellite build up, "
	    "st6 overlay, stl overlay, 스텔라이트, 스테라이트, 스텔라이트용접, "
	    "스텔라이트 용접, 스텔라이트육성, 스텔라이트 육성, 스텔라이트오버레이, "
	    "스텔라이트 오버레이, 스테라이트용접, ステライト, ステライト肉盛, stellitiert, "
	    "colmonoy, 콜모노이, pta, p.t.a, pta welding, plasma transferred arc, pta용접" },
	{ "brazing", "welding", "brazing, brazed, braze, brazeing, silver brazing, "
	    "silver solder, silver soldering, vacuum brazing, furnace brazing, 브레이징, "
	    "브레이징용접, 브레징, 브레이즈, 은납, 은납땜, 은땜, 경납땜, 황동납땜, 동납땜, "
	    "산소용접, ろう付, ロウ付, 銀ろう, hartgelötet, hartlöten" },
	{ "soldering", "welding", "soldering, soldered, solder, 납땜, 솔더링, 솔더, はんだ, "
	    "ハンダ, gelötet, löten, weichgelötet" },
	{ "bonding", NULL, "bonding, bonded, adhesive, adhesion, glued, gluing, glue, "
	    "cemented joint, loctite, locktite, epoxy bonding, epoxy bonded, "
	    "vulcanized bonding, 접착, 접착제, 접착작업, 본딩, 본드, 록타이트, 락타이트, "
	    "가류접착, 接着, ロックタイト, geklebt, kleben, verklebt" },
	{ "shrink fit", NULL, "shrink fit, shrink fitting, shrink fitted, shrink-fit, "
	    "shrinkage fit, shrunk, shrunk fit, shrink, 열박음, 열 박음, 열박음질, 열끼움, "
	    "열간끼움, 수축끼움, 가열끼움, 냉각끼움, 쉬링크핏, 焼ばめ, 焼嵌め, 焼きばめ, "
	    "aufgeschrumpft, schrumpfsitz, eingeschrumpft" },
	{ "press fit", NULL, "press fit, press fitting, press fitted, press-fit, pressfit, "
	    "force fit, interference fit, pressed in, 압입, 압입작업, 억지끼움, 억지 끼움, "
	    "끼워맞춤, 프레스핏, 圧入, eingepresst, aufgepresst, presssitz" },
	{ "caulking", NULL, "caulking, caulked, swaging, swaged, staking, staked, crimp, "
	    "crimping, crimped, 코킹, 꼬킹, 스웨이징, 크림핑, 가체결, かしめ, カシメ, "
	    "verstemmt, gebördelt" },
	{ "riveting", NULL, "rivet, riveted, riveting, 리벳, 리벳팅, リベット, genietet" },
	{ "assembly", NULL, "assembly, assembled, assembling, assemble, assy, ass'y, asm'y, "
	    "sub assembly, sub-assembly, sub assy, sub-assy, 조립, 조립품, 조립작업, 組立, "
	    "組立品, montage, montiert, zusammenbau, baugruppe" },
	{ "matched machining", NULL, "match machining, matched machining, "
	    "machined in assembly, machine after assembly, machining after assembly, "
	    "match mark, match marking, matched set, matched pair, 현합, 현합가공, 현물맞춤, "
	    "현물가공, 합가공, 짝맞춤, 맞춤가공, 조립후가공, 조립 후 가공, 조립가공, "
	    "용접후가공, 용접 후 가공, machining after welding, machine after welding, 現合, "
	    "現物合わせ, gemeinsam gebohrt, zusammen bearbeitet" },

	/* ---- casting, forming, cutting off ------------------------------------------------- */
	{ "casting", NULL, "casting, castings, sand casting, sand cast, shell mold casting, "
	    "foundry, 주조, 주조품, 주물, 주물품, 사형주조, 쉘몰드, 鋳造, 鋳物, gegossen, "
	    "gussteil, guß, sandguss" },
	{ "investment casting", "casting", "investment casting, investment cast, lost wax, "
	    "lost-wax, precision casting, 로스트왁스, 로스트 왁스, 정밀주조, 정밀 주조, "
	    "인베스트먼트, ロストワックス, 精密鋳造, feinguss" },
	{ "die casting", "casting", "die casting, die cast, diecasting, diecast, die-casting, "
	    "다이캐스팅, 다이카스팅, 다이캐스트, 다이케스팅, ダイカスト, druckguss" },
	{ "centrifugal casting", "casting", "centrifugal casting, centrifugal cast, "
	    "centrifugally cast, centri casting, 원심주조, 원심 주조, 遠心鋳造, schleuderguss" },
	{ "forging", NULL, "forging, forgings, forged, forge, die forging, die forged, "
	    "open die, closed die, hot forging, cold forging, upset, 단조, 단조품, 자유단조, "
	    "형단조, 열간단조, 냉간단조, 링단조, ring rolling, 링롤링, 鍛造, 鍛造品, "
	    "geschmiedet, schmiedeteil, schmiedestück" },
	{ "sintering", NULL, "sintered, sintering, sinter, reaction bonded, reaction sintered, "
	    "pressureless sintered, powder metallurgy, 소결, 소결품, 반응소결, 상압소결, "
	    "분말야금, 燒結, 焼結, gesintert, sinterteil" },
	{ "moulding", NULL, "molding, moulding, molded, moulded, mold, mould, "
	    "injection molding, injection moulding, injection molded, compression molding, "
	    "compression molded, transfer molding, isostatic molding, 몰딩, 성형, 성형품, "
	    "사출, 사출성형, 압축성형, 압축 성형, 金型成形, 射出成形, spritzguss, "
	    "formgepresst, gepresst" },
	{ "vulcanizing", "moulding", "vulcanizing, vulcanized, vulcanised, vulcanization, "
	    "post cure, post curing, curing, cured, 가황, 가류, 가류성형, 후가황, 加硫, "
	    "vulkanisiert" },
	{ "extrusion", NULL, "extrusion, extruded, extruding, 압출, 압출품, 압출성형, 押出, "
	    "stranggepresst, extrudiert" },
	{ "cold drawing", NULL, "cold drawn, cold drawing, cold drawn bar, cd bar, 냉간인발, "
	    "인발, 인발재, 마봉강, 引抜, blankgezogen, kaltgezogen, gezogen" },
	{ "rolling", NULL, "hot rolled, cold rolled, cold rolling, hot rolling, as rolled, "
	    "압연, 열간압연, 냉간압연, 圧延, gewalzt, warmgewalzt, kaltgewalzt" },
	{ "bending", NULL, "bending, bended, bent, bend, roll bending, plate rolling, "
	    "rolled plate, folding, press brake, 벤딩, 밴딩, 절곡, 절곡가공, 굽힘, 굽힘가공, "
	    "롤벤딩, 롤링가공, 판굽힘, 曲げ, 曲げ加工, ベンディング, gebogen, biegen, "
	    "abgekantet, kantteil" },
	{ "press working", NULL, "press working, press work, press forming, press formed, "
	    "pressing, blanking, punching, punched, punch press, punch out, nct, turret punch, "
	    "stamping die, sheet metal, 프레스, 프레스가공, 프레스물, 프레스 가공, 펀칭, 타발, "
	    "타발가공, 블랭킹, 판금, 판금가공, 파인블랭킹, fine blanking, プレス, プレス加工, "
	    "打抜き, 板金, stanzen, gestanzt, stanzteil, tiefgezogen, 드로잉, deep drawing, "
	    "deep drawn, 딥드로잉, 스피닝, metal spinning, 絞り" },
	{ "hydroforming", NULL, "hydroforming, hydroformed, bellows forming, bulge forming, "
	    "하이드로포밍, 벌징, 벨로우즈성형, 벨로즈성형, 주름성형" },
	{ "coiling", NULL, "coiling, coiled, coil winding, winding, wound, 코일링, 권선, "
	    "와인딩, 巻線, gewickelt" },
	{ "straightening", NULL, "straightening, straightened, straighten, flattening, "
	    "flattened, levelling, leveling, 교정, 교정작업, 벤딩교정, 직진교정, 평탄교정, "
	    "歪取り, 歪み取り, gerichtet, richten" },
	{ "sawing", NULL, "sawing, saw cut, saw cutting, band saw, bandsaw, sawed, cut off, "
	    "cut-off, cutting off, shearing, sheared, 톱절단, 톱가공, 소재절단, 절단, "
	    "절단작업, 쇼절단, 샤링, 샤아링, 밴드쏘, 밴드쇼, 띠톱, 切断, 鋸断, gesägt, sägen, "
	    "zuschnitt, abgesägt" },
	{ "laser cutting", "thermal cutting", "laser cutting, laser cut, laser-cut, "
	    "laser machining, lazer cutting, 레이저절단, 레이저 절단, 레이져절단, 레이저컷팅, "
	    "레이저 컷팅, 레이져컷팅, 레이저커팅, 레이저가공, 레이저 가공, 레이져가공, "
	    "レーザー切断, レーザーカット, レーザー加工, lasergeschnitten, laserschneiden, "
	    "laserzuschnitt" },
	{ "thermal cutting", NULL, "plasma cutting, plasma cut, gas cutting, gas cut, "
	    "flame cutting, flame cut, oxygen cutting, oxy cutting, torch cut, torch cutting, "
	    "플라즈마절단, 프라즈마절단, 플라즈마 절단, 플라즈마컷팅, 가스절단, 가스 절단, "
	    "산소절단, 산소 절단, 개스절단, ガス切断, 溶断, プラズマ切断, brenngeschnitten, "
	    "brennschnitt, brennteil, plasmageschnitten" },
	{ "water jet cutting", NULL, "water jet, waterjet, water-jet, water jet cutting, "
	    "waterjet cutting, 워터젯, 워터제트, 워터젯가공, 워터젯절단, ウォータージェット, "
	    "wasserstrahlgeschnitten, wasserstrahlschneiden" },
	{ "wire cutting", "electrical discharge machining", "wire cutting, wire cut, wire-cut, "
	    "wire-cutting, wire edm, w-edm, wedm, w/cutting, w/cut, 와이어컷팅, 와이어 컷팅, "
	    "와이어커팅, 와이어컷, 와이어 컷, 와이어가공, 와이어 가공, 와이어방전, 와이어절단, "
	    "=와이어컷, ワイヤーカット, ワイヤカット, drahterodiert, drahterodieren" },
	{ "electrical discharge machining", NULL, "edm, e.d.m, electrical discharge, "
	    "electric discharge, discharge machining, spark erosion, spark eroded, sinker edm, "
	    "super drill, 방전, 방전가공, 방전 가공, 형조방전, 슈퍼드릴, 放電, 放電加工, "
	    "erodiert, erodieren, senkerodiert" },

	/* ---- machining --------------------------------------------------------------------- */
	{ "machining", NULL, "machining, machined, machine finish, 기계가공, 機械加工, "
	    "bearbeitet, mechanische bearbeitung, zerspanung, 면삭, facing, face cutting, "
	    "단면가공, 단면 가공" },
	{ "rough machining", "machining", "rough machining, rough machined, roughing, "
	    "rough cut, rough cutting, rough turning, rough turned, rough milling, "
	    "pre-machining, pre machined, premachined, 황삭, 황삭가공, 황가공, 황 가공, "
	    "荒加工, 荒削り, vorgedreht, vorbearbeitet, vorgearbeitet, schruppen, 중삭, "
	    "semi finish, semi finishing, semi-finished" },
	{ "finish machining", "machining", "finish machining, finish machined, finish cut, "
	    "finish cutting, finish turning, finish turned, finish milling, final machining, "
	    "정삭, 정삭가공, 완가공, 仕上, 仕上げ, 仕上加工, fertiggedreht, fertigbearbeitet, "
	    "fertigbearbeitung, schlichten" },
	{ "turning", "machining", "turning, turned, lathe, cnc lathe, cnc turning, nc lathe, "
	    "nc turning, vtl, vertical lathe, turning center, 선삭, 선삭가공, 선반, 선반가공, "
	    "선반 가공, cnc선반, 터닝, 수직선반, 복합선반, 복합가공, 旋盤, 旋削, gedreht, "
	    "drehen, drehteil" },
	{ "milling", "machining", "milling, milled, mill cutting, mct, m.c.t, "
	    "machining center, machining centre, machining-center, end mill, endmill, "
	    "face mill, plano miller, planomiller, 밀링, 밀링가공, 밀링 가공, 머시닝, "
	    "머시닝센터, 머시닝센타, 머시닝 센터, 엔드밀, 프라노밀러, 플라노밀러, 5축가공, "
	    "5 axis, 5-axis, フライス, マシニング, gefräst, fräsen, frästeil" },
	{ "boring", "machining", "boring, bored, bore machining, line boring, jig boring, "
	    "보링, 보오링, 보링가공, 지그보링, 中ぐり, ボーリング, ausgedreht, ausgespindelt" },
	{ "reaming", "machining", "reaming, reamed, reamer, ream, 리머, 리마, 리이머, "
	    "리머가공, 리밍, リーマ, リーマー, gerieben, reiben" },
	{ "broaching", "machining", "broaching, broached, broach, 브로칭, 브로우칭, 브로치, "
	    "브로칭가공, ブローチ, geräumt, räumen" },
	{ "slotting", "machining", "slotter, slotting machine, shaping machine, shaper, "
	    "슬로터, 슬로팅, 슬로타, 슬롯터, 세이퍼, 셰이퍼, スロッター, gestoßen, planer, "
	    "planing, 플레이너, 평삭" },

	/* ---- holes ------------------------------------------------------------------------- */
	{ "hole", NULL, "hole, holes, drill, drilled, drilling, drill'g, drill hole, "
	    "drilled hole, hole drilling, drl, through hole, thru hole, thru, 홀, 홀가공, "
	    "홀 가공, 구멍, 구멍가공, 드릴, 드릴링, 드릴가공, 드릴작업, 드릴홀, 천공, 타공, "
	    "기리, 관통홀, 穴, 穴あけ, 穴加工, 孔, ドリル, キリ, bohrung, bohrungen, gebohrt, "
	    "bohren, durchgangsbohrung, perforated, perforation, =공" },
	{ "bolt hole", "hole", "bolt hole, bolt holes, bolt-hole, bolthole, bolt circle, "
	    "bolt drilling, clearance hole, screw hole, 볼트홀, 볼트 홀, 볼트구멍, 볼트 구멍, "
	    "볼트공, 볼트자리, 볼트좌, ボルト穴, バカ穴, schraubenloch, lochkreis, stud hole, "
	    "스터드홀" },
	{ "pin hole", "hole", "pin hole, pin holes, pin-hole, dowel hole, dowel pin hole, "
	    "dowel, knock pin hole, knock hole, locating hole, 핀홀, 핀 홀, 핀구멍, 핀 구멍, "
	    "핀공, 노크홀, 노크핀홀, 다월홀, 위치결정홀, ノック穴, ピン穴, stiftbohrung, "
	    "passstiftbohrung" },
	{ "deep hole", "hole", "deep hole, deep holes, deep drilling, deep hole drilling, "
	    "gun drill, gun drilling, gun drilled, gundrill, gundrilling, gundrilled, "
	    "gun-drill, bta, bta drilling, long hole drilling, 심공, 심공가공, 심공드릴, "
	    "깊은구멍, 깊은 구멍, 건드릴, 건드릴링, 건 드릴, 건드릴가공, 深穴, ガンドリル, "
	    "tieflochbohrung, tieflochbohren, tiefbohren" },
	{ "flushing hole", "hole", "flushing hole, flushing holes, flushing port, flush hole, "
	    "flush holes, flush port, flushing tap, flushing, flush, 플러싱홀, 플러싱 홀, "
	    "플러싱구멍, 플러싱, 플러싱포트, 후러싱, 후러싱홀, 플라싱, 프러싱, フラッシング, "
	    "spülbohrung, spülanschluss, quench hole, drain hole, vent hole, 드레인홀, "
	    "드레인구멍, 벤트홀, 에어벤트, air vent" },
	{ "oil hole", "hole", "oil hole, oil holes, lubrication hole, lube hole, grease hole, "
	    "coolant hole, cooling hole, 오일홀, 오일 홀, 오일구멍, 급유홀, 급유구멍, 급유구, "
	    "그리스홀, 구리스홀, 냉각홀, 쿨링홀, 油穴, 給油穴, schmierbohrung, ölbohrung, "
	    "kühlbohrung" },
	{ "inclined hole", "hole", "inclined hole, angled hole, angle hole, angular hole, "
	    "oblique hole, slant hole, slanted hole, cross hole, cross holes, cross drill, "
	    "cross drilled, radial hole, 경사홀, 경사 홀, 경사구멍, 경사드릴, 사선홀, 사각홀, "
	    "교차홀, 크로스홀, 측면홀, 반경홀, 斜め穴, 斜穴, schrägbohrung, querbohrung" },
	{ "balance hole", "hole", "balance hole, balance holes, balancing hole, "
	    "balancing holes, balance-hole, 발란스홀, 발란스 홀, 밸런스홀, 밸런스 홀, "
	    "바란스홀, 바란스 홀, 밸런싱홀, バランス穴, ausgleichsbohrung, entlastungsbohrung" },
	{ "blind hole", "hole", "blind hole, blind holes, blind tap, 막힌구멍, 막힌 구멍, "
	    "블라인드홀, 止まり穴, sackloch, sacklochbohrung" },
	{ "counterbore", "hole", "counterbore, counterbored, counter bore, counter boring, "
	    "counterboring, c'bore, c/bore, c.bore, cbore, spot facing, spot face, spotface, "
	    "spotfacing, s/face, s.face, 카운터보어, 카운터 보어, 카운터보링, 카운터보오링, "
	    "카운타보링, 자리파기, 자리 파기, 스폿페이싱, 좌파기, 座ぐり, ザグリ, 深ザグリ, "
	    "senkung, zylindersenkung, flachsenkung, plansenkung" },
	{ "countersink", "hole", "countersink, countersunk, counter sink, counter sunk, "
	    "countersinking, c'sink, c/sink, c.sink, csink, csk, csk hole, 카운터싱크, "
	    "카운터 싱크, 카운트싱크, 접시자리, 접시머리파기, 접시파기, 접시구멍, 皿もみ, "
	    "皿モミ, 皿穴, kegelsenkung, ansenken, gesenkt" },
	{ "center hole", "hole", "center hole, centre hole, center holes, center drill, "
	    "centre drill, center drilling, 센터홀, 센터 홀, 센타홀, 센터구멍, 센타구멍, "
	    "센터드릴, 센타드릴, センター穴, zentrierbohrung, zentrierung" },
	{ "lifting hole", "hole", "eye bolt, eyebolt, eye bolt hole, eye bolt tap, "
	    "lifting lug, lifting hole, lifting tap, lifting bolt, 아이볼트, 아이볼트탭, "
	    "아이 볼트, 인양홀, 인양고리, 리프팅, 리프팅러그, アイボルト, 吊り穴, "
	    "ringschraube, transportgewinde" },
	{ "jacking thread", "internal thread", "jack bolt, jack bolts, jackbolt, "
	    "jack bolt hole, jacking bolt, jacking screw, jack screw, jackscrew, jacking tap, "
	    "jacking hole, jack tap, extraction thread, extraction tap, puller hole, "
	    "forcing screw, 잭볼트, 잭 볼트, 잭볼트탭, 잭탭, 짹볼트, 잭킹볼트, 뽑기탭, "
	    "뽑기용탭, 빼기탭, 분해탭, 분해용탭, 押しボルト, 抜きタップ, ジャッキボルト, "
	    "abdrückgewinde, abdrückschraube, abziehgewinde" },

	/* ---- threads ----------------------------------------------------------------------- */
	{ "thread", NULL, "thread, threads, threaded, threading, thread cutting, thread'g, "
	    "thr'd, thrd, screw thread, screw cutting, 나사, 나사가공, 나사 가공, 나사부, "
	    "나사절삭, 쓰레드, 스레드, ねじ, ネジ, gewinde, thread grinding, 나사연삭, ねじ切り" },
	{ "internal thread", "thread", "internal thread, internal threads, inside thread, "
	    "female thread, female screw, int. thread, tap, taps, tapped, tapping, tapp'g, "
	    "tap hole, tap holes, tapped hole, tapped holes, threaded hole, threaded holes, "
	    "=탭, =텝, =탭홀, ^탭가공, ^탭 가공, 탭핑, 탭작업, 탭홀, 태핑, 탭구멍, 암나사, "
	    "암 나사, 내경나사, 내경 나사, 내나사, 내측나사, めねじ, メネジ, 雌ねじ, 雌ネジ, "
	    "タップ, タップ穴, innengewinde, gewindebohrung, gewindeloch, muttergewinde" },
	{ "external thread", "thread", "external thread, external threads, outside thread, "
	    "outer thread, male thread, male screw, ext. thread, 수나사, 숫나사, 수 나사, "
	    "외경나사, 외경 나사, 외나사, 외측나사, おねじ, オネジ, 雄ねじ, 雄ネジ, "
	    "außengewinde, aussengewinde" },
	{ "pipe thread", "thread", "pipe thread, pipe threads, taper thread, taper pipe, "
	    "taper pipe thread, tapered thread, pipe tap, taper tap, pt tap, pt tapping, npt, "
	    "n.p.t, nptf, npt tap, bspt, bspp, bsp, pf tap, rc tap, 관용나사, 관용 나사, "
	    "관용탭, 관용 탭, 테이퍼나사, 테이퍼 나사, 테이퍼탭, 테파나사, 테파탭, pt나사, "
	    "pt 나사, pt탭, pt 탭, pf나사, pf탭, pf 탭, npt탭, npt 탭, npt나사, 管用ねじ, "
	    "管用テーパねじ, rohrgewinde, kegeliges gewinde, whitworth-rohrgewinde" },
	{ "left-hand thread", "thread", "left hand thread, left-hand thread, "
	    "left handed thread, left thread, lh thread, l.h thread, l/h thread, "
	    "left hand tap, lh tap, 왼나사, 왼 나사, 좌나사, 좌 나사, 역나사, 좌탭, 左ねじ, "
	    "左ネジ, linksgewinde" },
	{ "thread rolling", "thread", "thread rolling, rolled thread, rolled threads, "
	    "thread rolled, 전조, 전조나사, 나사전조, 전조가공, 転造, gewinderollen, "
	    "gewinde gerollt" },
	{ "thread insert", "internal thread", "helicoil, heli-coil, heli coil, helical insert, "
	    "thread insert, insert thread, keensert, screw insert, wire insert, 헬리코일, "
	    "헤리코일, 헬리 코일, 인서트나사, 나사인서트, 헬리서트, ヘリサート, gewindeeinsatz" },
	{ "trapezoidal thread", "thread", "trapezoidal thread, trapezoid thread, acme, "
	    "acme thread, buttress thread, square thread, 사다리꼴나사, 사다리꼴 나사, "
	    "사각나사, 애크미나사, 台形ねじ, 台形ネジ, 角ねじ, trapezgewinde, sägengewinde" },

	/* ---- grooves and other shapes ------------------------------------------------------ */
	{ "keyway", NULL, "keyway, keyways, key way, key-way, key ways, keyseat, key seat, "
	    "key slot, key groove, keyslot, key'way, k/way, k/w, k.w, k-way, key/w, keyed, "
	    "키홈, 키 홈, 키홈가공, 키웨이, 키 웨이, 키자리, 키슬롯, 키가공, 키 가공, 키 자리, "
	    "키이홈, 반달키홈, key홈, key 홈, key가공, woodruff, キー溝, キー溝加工, キーみぞ, "
	    "passfedernut, keilnut, nut für passfeder, scheibenfedernut" },
	{ "slot", NULL, "slot, slots, slotted, slotting, slit, slitted, slitting, notch, "
	    "notched, notches, long hole, slotted hole, oblong hole, oblong, elongated hole, "
	    "t-slot, t slot, cut out, cutout, cut-out, 슬롯, 슬롯가공, 슬로트, 스롯, 스로트, "
	    "슬롯트, 슬릿, 슬리트, 노치, 노치가공, 장공, 장공가공, 장홀, 타원홀, t홈, t-홈, "
	    "長穴, 長孔, スロット, スリット, 切欠き, 切欠, ノッチ, langloch, schlitz, "
	    "geschlitzt, kerbe, ausklinkung" },
	{ "groove", NULL, "groove, grooves, grooved, grooving, groov'g, 홈가공, 홈 가공, "
	    "홈파기, 홈작업, =홈, 그루브, 그루빙, 그루부, 구루브, 溝, 溝加工, einstich, ringnut" },
	{ "o-ring groove", "groove", "o-ring groove, oring groove, o ring groove, "
	    "o-ring grooves, o/r groove, o-ring slot, o-ring gland, or groove, 오링홈, "
	    "오링 홈, 오링홈가공, 오링그루브, 오링 그루브, 오링구, 오링자리, o링홈, o-링홈, "
	    "o-ring홈, o-ring 홈, oring홈, o링 홈, oリング溝, オーリング溝, o-ring-nut, "
	    "o-ring nut, dovetail groove, dovetail, dove tail, 더브테일, 도브테일, 더브테일홈, "
	    "アリ溝, schwalbenschwanz, seal groove, packing groove, gasket groove, 패킹홈, "
	    "씰홈, 실홈, 가스켓홈" },
	{ "snap ring groove", "groove", "snap ring groove, snap-ring groove, snapring groove, "
	    "circlip groove, retaining ring groove, retainer groove, stop ring groove, "
	    "c-ring groove, 스냅링홈, 스냅링 홈, 스냅홈, 스냅 링 홈, 서클립홈, 써클립홈, "
	    "멈춤링홈, 멈춤링 홈, c링홈, 止め輪溝, スナップリング溝, sicherungsringnut, "
	    "seegerringnut, seegernut" },
	{ "oil groove", "groove", "oil groove, oil grooves, grease groove, lubrication groove, "
	    "오일홈, 오일 홈, 오일그루브, 유구, 유홈, 급유홈, 그리스홈, 油溝, 給油溝, ölnut, "
	    "schmiernut" },
	{ "spiral groove", "groove", "spiral groove, spiral grooves, spiral grooved, "
	    "helical groove, helix groove, screw groove, pumping groove, 스파이럴홈, "
	    "스파이럴 홈, 스파이럴그루브, 스파이럴 그루브, 스파이럴, 나선홈, 나선형홈, "
	    "헬리컬홈, スパイラル溝, 螺旋溝, spiralnut, wendelnut" },
	{ "undercut", "groove", "undercut, under cut, undercuts, relief groove, relief cut, "
	    "thread relief, recess, recessed, 언더컷, 언더 컷, 언더컷트, 릴리프홈, 릴리프, "
	    "도피홈, 니게, 逃げ溝, 逃し溝, ヌスミ, freistich, freidrehung" },
	{ "spline", NULL, "spline, splined, splines, spline shaft, spline hub, "
	    "involute spline, square spline, serration, serrated, serrations, 스플라인, "
	    "스프라인, 스플라인가공, 세레이션, 세레숀, セレーション, スプライン, keilwelle, "
	    "keilnabe, keilwellenprofil, zahnwelle, kerbverzahnung" },
	{ "gear cutting", NULL, "gear, gears, gear cutting, gear hobbing, gear hob, hobbing, "
	    "hobbed, hob, gear shaping, gear shaper, gear grinding, gear teeth, gear tooth, "
	    "teeth, toothed, tooth, spur gear, helical gear, bevel gear, worm gear, "
	    "worm wheel, worm shaft, pinion, rack gear, 기어, 기어가공, 기어호빙, 기어 가공, "
	    "기어연마, 기어연삭, 호빙, 호브, 치절, 치절가공, 치형, 치형가공, 치차, 치면, 웜휠, "
	    "웜기어, 피니언, 베벨기어, 헬리컬기어, 스퍼기어, 歯車, 歯切, 歯切り, 歯研, ギヤ, "
	    "ギア, ホブ, verzahnung, verzahnt, zahnrad, ritzel, wälzfräsen, stirnrad, "
	    "schneckenrad" },
	{ "sprocket", "gear cutting", "sprocket, sprockets, chain wheel, timing pulley, "
	    "스프로킷, 스프로켓, 스프라켓, 체인휠, 타이밍풀리, スプロケット, kettenrad, "
	    "zahnriemenscheibe" },
	{ "knurling", NULL, "knurling, knurled, knurl, knurls, diamond knurl, straight knurl, "
	    "널링, 널링가공, 널얼링, 너링, 로렛, 로렛트, 로레트, 로렛가공, 룰렛, 루레트, "
	    "ローレット, ナーリング, gerändelt, rändel, rändelung, kordel, kordelung" },
	{ "chamfer", NULL, "chamfer, chamfers, chamfered, chamfering, chamf, cham'f, chmf, "
	    "chf, bevel, beveled, bevelled, beveling, edge preparation, weld bevel, 모따기, "
	    "모 따기, 모떼기, 모서리따기, 면취, 면취가공, 면치, 챔퍼, 참퍼, 챔파, 개선, "
	    "개선가공, 베벨, 베벨가공, 面取, 面取り, 糸面, 開先, fase, fasen, angefast, "
	    "anfasen, schweißfase" },
	{ "taper", NULL, "taper, tapered, tapering, conical, cone, morse taper, 테이퍼, "
	    "테이퍼가공, 테파, 태퍼, 테퍼, 모스테이퍼, 원추, テーパ, テーパー, kegel, konisch, "
	    "konus" },
	{ "eccentric", NULL, "eccentric, eccentricity, eccentrically, off center, 편심, "
	    "편심가공, 偏心, exzentrisch, exzenter" },
	{ "wrench flat", NULL, "wrench flat, wrench flats, spanner flat, spanner flats, "
	    "two flats, 2 flats, 2-flat, 2-flats, d-cut, d cut, dcut, width across flats, "
	    "across flat, across flats, spanner slot, spanner groove, spanner hole, 스패너홈, "
	    "스패너 홈, 스패너면, 스페너홈, 스패너자리, 렌치홈, d컷, d 컷, 디컷, 2면가공, "
	    "양면가공, 이면폭, 二面幅, 二面取り, スパナ掛け, dカット, schlüsselfläche, "
	    "schlüsselweite, abgeflacht" },
	{ "hexagon", NULL, "hexagon, hexagonal, hex, hex head, hex socket, hexagon socket, "
	    "육각, 육각가공, 육각홈, 육각머리, 六角, 六角穴, sechskant, innensechskant, inbus" },
	{ "labyrinth", NULL, "labyrinth, labyrinths, labyrinth seal, 라비린스, 래버린스, "
	    "라비린쓰, 라비린스가공, ラビリンス, labyrinthdichtung" },
	{ "fin", NULL, "cooling fin, cooling fins, cooling jacket, water jacket, jacket, "
	    "냉각핀, 쿨링핀, 자켓, 재킷, 워터자켓, 쿨링자켓, kühlrippe, kühlmantel" },
	{ "vane", NULL, "vane, vanes, blade, blades, impeller, 베인, 깃, 블레이드, 임펠러, "
	    "임페러, 羽根, 羽根車, schaufel, laufrad" },
	{ "split", NULL, "split type, split, splitted, two piece, two pieces, two-piece, "
	    "2-piece, two halves, half split, 2-split, halved, segmented, 분할, 분할형, "
	    "분할가공, 2분할, 이분할, 반할, 반할형, 반분할, 스플릿, 半割, 割型, 二つ割, "
	    "geteilt, zweiteilig, getrennt" },
	{ "eroded or cast-in insert", NULL, "insert molding, insert moulding, insert molded, "
	    "인서트사출, 인서트성형, インサート成形" },
	{ "curved surface", NULL, "spherical, sphere, spherical surface, sr machining, "
	    "radius machining, crowning, crowned, 구면, 구면가공, 곡면, 곡면가공, 구형가공, "
	    "球面, 曲面, kugelig, kugelfläche, ballig, contour, profile machining, 윤곽가공, "
	    "형상가공, 3d가공" },
};
const size_t concept_nwork = sizeof(concept_work) / sizeof(concept_work[0]);
