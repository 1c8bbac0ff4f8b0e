/* Nondestructive tests, other tests, inspections and papers. */
#include "config.h"

#include "core/feat/concept_priv.h"

const struct concept concept_check[] = {
	{ "nondestructive test", NULL, "nondestructive test, nondestructive testing, "
	    "nondestructive examination, nondestructive inspection, nondestructive, "
	    "non destructive test, non-destructive, non destructive, ndt, n.d.t, nde, n.d.e, "
	    "ndi, n.d.i, 비파괴, 비파괴검사, 비파괴 검사, 비파괴시험, 非破壊, 非破壊検査, "
	    "zerstörungsfreie prüfung, zfp" },
	{ "penetrant test", "nondestructive test", "pt, p.t, p/t, lpt, l.p.t, lpi, l.p.i, fpi, "
	    "dpt, dpi test, dye penetrant, dye penetrant test, dye penetrant testing, "
	    "dye penetrant inspection, dye penetrant examination, penetrant, penetrant test, "
	    "penetrant testing, penetrant inspection, penetrant examination, penetration test, "
	    "liquid penetrant, liquid penetrant test, liquid penetrant inspection, "
	    "liquid penetrant examination, fluorescent penetrant, penetrent test, dye check, "
	    "dye-check, dye checking, color check, colour check, color checking, pt test, "
	    "pt inspection, pt check, pt exam, pt검사, pt 검사, pt시험, pt 시험, pt탐상, "
	    "침투탐상, 침투 탐상, 침투탐상검사, 침투탐상시험, 침투검사, 침투 검사, 침투시험, "
	    "침투비파괴, 액체침투, 형광침투, 칼라체크, 칼라 체크, 컬러체크, 컬러 체크, "
	    "다이체크, 다이 체크, 浸透探傷, 浸透探傷検査, 浸透検査, カラーチェック, "
	    "eindringprüfung, farbeindringprüfung" },
	{ "magnetic particle test", "nondestructive test", "mt, m.t, m/t, mpi, m.p.i, mpt, "
	    "mt test, mt inspection, mt check, magnetic particle, magnetic particle test, "
	    "magnetic particle testing, magnetic particle inspection, "
	    "magnetic particle examination, magnetic test, magnetic inspection, mag particle, "
	    "mag. particle, magna flux, magnaflux, mt검사, mt 검사, mt시험, mt 시험, mt탐상, "
	    "자분탐상, 자분 탐상, 자분탐상검사, 자분탐상시험, 자분검사, 자분 검사, 자분, "
	    "자기탐상, 자기탐상검사, 磁粉, 磁粉探傷, 磁気探傷, 磁粉検査, magnetpulverprüfung, "
	    "mt-prüfung" },
	{ "ultrasonic test", "nondestructive test", "ut, u.t, u/t, ut test, ut inspection, "
	    "ut check, ultrasonic test, ultrasonic testing, ultrasonic tested, "
	    "ultrasonic inspection, ultrasonic examination, ultrasonic exam, ultrasonic flaw, "
	    "ultra sonic test, ultra sonic testing, ultrasonic, paut, phased array, tofd, "
	    "ut검사, ut 검사, ut시험, ut탐상, 초음파, 초음파탐상, 초음파 탐상, 초음파탐상검사, "
	    "초음파탐상시험, 초음파검사, 초음파 검사, 초음파시험, 超音波探傷, 超音波検査, "
	    "ultraschallprüfung, us-prüfung" },
	{ "radiographic test", "nondestructive test", "rt, r.t, r/t, rt test, rt inspection, "
	    "radiographic, radiographic test, radiographic testing, radiographic examination, "
	    "radiographic inspection, radiography, radiograph, x-ray, xray, x ray, x-ray test, "
	    "x-ray inspection, gamma ray, rt검사, rt 검사, rt시험, rt촬영, 방사선, 방사선투과, "
	    "방사선검사, 방사선 검사, 방사선투과시험, 방사선촬영, 엑스레이, 엑스선, x선, "
	    "放射線, 放射線透過, durchstrahlungsprüfung, röntgenprüfung, röntgen" },
	{ "visual test", "nondestructive test", "vt, v.t, v/t, vt test, vt inspection, "
	    "visual test, visual testing, visual inspection, visual examination, visual check, "
	    "visual, appearance inspection, appearance check, vt검사, vt 검사, 육안검사, "
	    "육안 검사, 육안시험, 육안, 외관검사, 외관 검사, 외관, 目視, 目視検査, 外観検査, "
	    "sichtprüfung" },
	{ "eddy current test", "nondestructive test", "eddy current, eddy current test, "
	    "eddy current testing, ect, 와전류, 와류탐상, 와전류탐상, 와전류검사, 渦流探傷, "
	    "wirbelstromprüfung" },
	{ "material analysis", NULL, "pmi, p.m.i, pmi test, pmi inspection, pmi check, "
	    "positive material identification, positive material, material identification, "
	    "material analysis, material verification, alloy verification, alloy analysis, "
	    "chemical analysis, chemical composition, spectro, spectro analysis, "
	    "spectrometer analysis, xrf, xrf analysis, component analysis, material check, "
	    "material test, pmi검사, pmi 검사, pmi시험, 재질분석, 재질 분석, 재질검사, "
	    "재질 검사, 재질확인, 재질 확인, 재질판별, 성분분석, 성분 분석, 성분검사, "
	    "성분 검사, 성분시험, 화학성분, 화학분석, 재료분석, 材質分析, 成分分析, 材質検査, "
	    "werkstoffverwechslungsprüfung, verwechslungsprüfung, werkstoffanalyse, "
	    "spektralanalyse" },
	{ "hardness test", NULL, "hardness test, hardness testing, hardness inspection, "
	    "hardness check, hardness measurement, hardness measuring, hardness survey, "
	    "경도검사, 경도 검사, 경도측정, 경도 측정, 경도시험, 경도 시험, 경도체크, "
	    "경도확인, 硬度検査, 硬度測定, 硬さ試験, 硬さ測定, härteprüfung" },
	{ "case depth", NULL, "case depth, effective case depth, ecd, chd, hardened depth, "
	    "hardening depth, hardness depth, nitriding depth, carburizing depth, 경화깊이, "
	    "경화 깊이, 경화층, 경화층깊이, 유효경화, 유효경화깊이, 유효경화층, 침탄깊이, "
	    "침탄층, 질화깊이, 질화층, 硬化深さ, 有効硬化層, 硬化層, härtetiefe, "
	    "einhärtetiefe, einsatzhärtungstiefe, eht, nht" },
	{ "sour service", NULL, "nace, nace mr0175, mr0175, mr 0175, mr-01-75, nace mr0103, "
	    "mr0103, mr 0103, iso15156, iso 15156, sour service, sour gas, sour, h2s, "
	    "h2s service, h2s환경, hic test, hic, ssc test, sscc, 사워, 사우어, 사우어가스, "
	    "사워서비스, 나스규격, 황화수소, サワー, サワーサービス, sauergas" },
	{ "mechanical test", NULL, "mechanical test, mechanical testing, mechanical property, "
	    "mechanical properties, tensile test, tensile testing, tension test, "
	    "tensile strength test, bend test, bending test, impact test, impact testing, "
	    "charpy, charpy test, charpy impact, v-notch, cvn, 기계적성질, 기계적 성질, "
	    "인장시험, 인장 시험, 인장강도시험, 굽힘시험, 충격시험, 충격 시험, 샤르피, "
	    "샤르피시험, 샤피, 引張試験, 衝撃試験, シャルピー, zugversuch, kerbschlag, "
	    "kerbschlagbiegeversuch" },
	{ "metallographic test", NULL, "ferrite, ferrite test, ferrite content, ferrite check, "
	    "microstructure, micro structure, micro test, macro test, macro etch, "
	    "macro etch test, metallography, metallographic, grain size, "
	    "intergranular corrosion, intergranular corrosion test, igc test, igc, "
	    "corrosion test, 페라이트, 페라이트측정, 조직검사, 조직 검사, 조직시험, 매크로, "
	    "매크로시험, 현미경조직, 입계부식, 입계부식시험, 부식시험, 組織検査, 粒界腐食, "
	    "フェライト, gefügeuntersuchung, schliffbild, ik-prüfung" },

	/* ---- tightness and running --------------------------------------------------------- */
	{ "pressure test", NULL, "pressure test, pressure testing, pressure tested, "
	    "press. test, proof test, proof pressure, burst test, shell test, body test, 내압, "
	    "내압시험, 내압 시험, 내압검사, 내압 검사, 내압테스트, 압력시험, 압력 시험, "
	    "압력검사, 압력테스트, 耐圧, 耐圧試験, 耐圧検査, druckprüfung, druckprobe, "
	    "druckgeprüft, druckversuch" },
	{ "hydrostatic test", "pressure test", "hydrostatic test, hydrostatic testing, "
	    "hydrostatic tested, hydrostatic, hydrostatic pressure test, hydro test, "
	    "hydrotest, hydro-test, hydro testing, hydrotested, hydro. test, hyd. test, hydro, "
	    "hydraulic test, hydraulic pressure test, hydaulic test, water test, "
	    "water pressure test, water pressure, 수압, 수압시험, 수압 시험, 수압검사, "
	    "수압 검사, 수압테스트, 수압 테스트, 수압작업, 水圧, 水圧試験, 水圧検査, "
	    "wasserdruckprüfung, wasserdruckprobe, hydrostatische prüfung" },
	{ "leak test", "pressure test", "leak test, leak tested, leak testing, leakage test, "
	    "leakage testing, leak check, leakage check, leak-test, leak, air test, "
	    "air tested, air testing, air leak, air leak test, air leakage test, "
	    "air pressure test, air-test, pneumatic test, pneumatic pressure test, "
	    "pneumatic testing, gas test, gas leak test, n2 test, nitrogen test, "
	    "nitrogen leak test, seat test, seat leak, seat leakage, seat leak test, "
	    "bubble test, soap test, tightness test, 기밀, 기밀시험, 기밀 시험, 기밀검사, "
	    "기밀 검사, 기밀테스트, 누설, 누설시험, 누설 시험, 누설검사, 누설 검사, "
	    "누설테스트, 누수시험, 리크, 리크테스트, 리크 테스트, 리크시험, 리크검사, "
	    "에어테스트, 에어 테스트, 에어시험, 에어리크, 에어검사, 공기압시험, 공압시험, "
	    "공압 시험, 질소시험, 질소테스트, 버블테스트, 비눗물, 시트누설, 気密, 気密試験, "
	    "気密検査, 漏れ試験, リークテスト, リーク試験, エアテスト, エアー試験, "
	    "dichtheitsprüfung, dichtigkeitsprüfung, leckprüfung, lecktest" },
	{ "helium leak test", "leak test", "helium leak, helium leak test, "
	    "helium leak testing, helium leakage test, helium test, helium, he leak, "
	    "he leak test, he-leak, he test, hlt, mass spectrometer, 헬륨, 헬륨누설, "
	    "헬륨누설시험, 헬륨 누설, 헬륨리크, 헬륨 리크, 헬륨리크테스트, 헬륨시험, "
	    "헬륨테스트, 헬륨 테스트, 헬륨기밀, ヘリウムリーク, ヘリウム, heliumlecktest, "
	    "heliumleckprüfung, helium-lecktest" },
	{ "vacuum test", "leak test", "vacuum test, vacuum testing, vacuum leak test, "
	    "vacuum leak, vacuum box, vacuum box test, 진공시험, 진공 시험, 진공검사, "
	    "진공테스트, 진공누설, 真空試験, vakuumprüfung, vakuumtest" },
	{ "balancing", NULL, "balance, balancing, balanc'g, balancing test, balance test, "
	    "balance correction, balace, ballancing, ballance, 발란스, 밸런스, 바란스, 밸란스, "
	    "발란싱, 밸런싱, 바란싱, 밸런스시험, 발란스시험, 평형시험, 평형잡기, 균형시험, "
	    "釣合, 釣合試験, つり合い, バランス, gewuchtet, auswuchten, wuchten, ausgewuchtet, "
	    "wuchtgüte" },
	{ "dynamic balancing", "balancing", "dynamic balance, dynamic balancing, "
	    "dynamic balanced, dynamic balance test, dynamically balanced, dyn. balance, "
	    "dyn balance, dyn. balancing, dynamic bal, dynamic bal., d/balance, d/balancing, "
	    "d.balance, d.balancing, dynamic ballance, 동발란스, 동밸런스, 동바란스, 동밸란스, "
	    "동 발란스, 동 밸런스, 동발란싱, 동밸런싱, 동적평형, 동적 평형, 동적밸런스, "
	    "동적발란스, 동평형, 다이나믹발란스, 다이나믹밸런스, 다이나믹 밸런스, "
	    "다이나믹 발란스, 다이내믹밸런스, 動バランス, 動釣合, 動釣合試験, "
	    "ダイナミックバランス, dynamisch gewuchtet, dynamisch ausgewuchtet" },
	{ "static balancing", "balancing", "static balance, static balancing, static balanced, "
	    "statically balanced, static balance test, static bal, static bal., s/balance, "
	    "s/balancing, 정발란스, 정밸런스, 정바란스, 정 발란스, 정 밸런스, 정적평형, "
	    "정적 평형, 정적밸런스, 스태틱밸런스, 스테틱발란스, 静バランス, 静釣合, "
	    "静釣合試験, statisch gewuchtet, statisch ausgewuchtet" },
	{ "running test", NULL, "running test, run test, trial run, test run, operation test, "
	    "operating test, performance test, function test, functional test, function check, "
	    "endurance test, spin test, over speed test, overspeed test, overspeed, "
	    "over-speed, rotation test, 런닝테스트, 러닝테스트, 런닝시험, 러닝 테스트, 시운전, "
	    "성능시험, 성능 시험, 성능테스트, 성능검사, 작동시험, 작동 시험, 작동검사, "
	    "작동테스트, 기능시험, 기능검사, 구동시험, 회전시험, 회전 시험, 과속시험, "
	    "과속도시험, 내구시험, 試運転, 性能試験, 作動試験, 回転試験, オーバースピード, "
	    "probelauf, funktionsprüfung, schleudertest, leistungstest" },
	{ "spring load test", NULL, "spring load, spring load test, spring force, "
	    "spring force test, spring test, spring rate, load test, loading test, "
	    "spring constant, 스프링하중, 스프링 하중, 스프링하중시험, 스프링시험, "
	    "스프링 시험, 스프링테스트, 스프링력, 스프링장력, 스프링상수, 하중시험, 하중 시험, "
	    "하중검사, 하중측정, 하중테스트, 장력시험, 장력측정, ばね荷重, バネ荷重, 荷重試験, "
	    "荷重検査, federkraft, federkraftprüfung, federprüfung" },
	{ "electrical test", NULL, "insulation test, insulation resistance, "
	    "insulation resistance test, megger, megger test, hi-pot, hipot, hi-pot test, "
	    "withstand voltage, dielectric test, continuity test, 절연시험, 절연저항, "
	    "절연 저항, 절연검사, 내전압, 내전압시험, 메가테스트, 통전시험, 도통시험, "
	    "絶縁試験, 絶縁抵抗, 耐電圧, isolationsprüfung" },

	/* ---- measuring and papers ---------------------------------------------------------- */
	{ "inspection", NULL, "inspection, inspect, inspected, insp, insp., inspection report, "
	    "final inspection, inspecion, 검사, 검수, 최종검사, 출하검사, 중간검사, 공정검사, "
	    "수입검사, 자주검사, 검사성적서, 検査, 検査成績書, prüfung, geprüft, endkontrolle" },
	{ "dimensional inspection", "inspection", "dimension inspection, "
	    "dimensional inspection, dimension check, dimensional check, dimension report, "
	    "dimensional report, dimension control, dimensional control, "
	    "dimensional examination, dimension measurement, dim. check, dim. report, "
	    "dim. inspection, dim. insp, 치수검사, 치수 검사, 치수측정, 치수 측정, 치수확인, "
	    "치수성적서, 치수기록, 치수검사성적서, 寸法検査, 寸法測定, 寸法成績書, maßprüfung, "
	    "massprüfung, maßprotokoll, messprotokoll, vermessen" },
	{ "coordinate measuring", "dimensional inspection", "cmm, c.m.m, cmm inspection, "
	    "cmm report, cmm check, cmm measurement, coordinate measuring, "
	    "coordinate measurement, 3d measurement, 3d measuring, 3d measure, 3d inspection, "
	    "3-d measuring, 3-d inspection, 3d report, 3d scan, 3d scanning, 3d측정, 3d 측정, "
	    "3d검사, 3d 검사, 3차원, 3차원측정, 3차원 측정, 3차원검사, 3차원 검사, "
	    "3차원측정기, 삼차원, 삼차원측정, 삼차원 측정, 三次元, 三次元測定, 3次元測定, "
	    "koordinatenmessung, 3d-messung, 3d-vermessung" },
	{ "roughness inspection", "inspection", "roughness test, roughness testing, "
	    "roughness measurement, roughness measuring, roughness inspection, "
	    "roughness check, surface roughness test, surface roughness check, "
	    "surface roughness measurement, 조도측정, 조도 측정, 조도검사, 조도 검사, "
	    "조도시험, 표면조도측정, 표면조도 측정, 표면조도검사, 거칠기측정, 거칠기 측정, "
	    "거칠기검사, 표면거칠기측정, 粗さ測定, 面粗度測定, 表面粗さ測定, rauheitsmessung, "
	    "rauhigkeitsmessung" },
	{ "runout inspection", "inspection", "runout check, run out check, run-out check, "
	    "runout test, run out test, runout inspection, runout measurement, 흔들림검사, "
	    "흔들림측정, 런아웃검사, 런아웃측정, 진원도측정, 진원도 측정, 동심도측정, "
	    "동심도 측정, 동심도검사, 振れ測定, rundlaufprüfung" },
	{ "flatness inspection", "inspection", "light band, light bands, lightband, "
	    "lightbands, helium light band, helium light bands, helium band, helium bands, "
	    "optical flat, optical flatness, flatness check, flatness test, "
	    "flatness inspection, flatness measurement, monochromatic, 라이트밴드, "
	    "라이트 밴드, 옵티컬플랫, 옵티칼플랫, 옵티칼플레이트, 옵티컬 플랫, 광선정반, "
	    "평면도측정, 평면도 측정, 평면도검사, 평면도 검사, 평탄도측정, 평탄도검사, "
	    "광파간섭, 平面度測定, オプチカルフラット, ライトバンド, planglas, lichtband, "
	    "lichtbänder, ebenheitsprüfung" },
	{ "full inspection", "inspection", "full inspection, 100 percent inspection, "
	    "total inspection, all dimension, full dimension, fai, f.a.i, first article, "
	    "first article inspection, first piece, ppap, 전수검사, 전수 검사, 전수측정, "
	    "전수치수, 전수, 초품, 초품검사, 초도품, 초물검사, 全数, 全数検査, 初品検査, "
	    "erstmuster, erstmusterprüfung, empb" },
	{ "witness inspection", "inspection", "witness, witnessed, witness test, "
	    "witness inspection, witness point, customer witness, customer inspection, "
	    "client inspection, source inspection, third party, third party inspection, "
	    "3rd party, 3rd party inspection, third-party, tpi inspection, hold point, "
	    "class inspection, classification society, inspection by lloyd, dnv, dnv-gl, "
	    "lloyd's, bureau veritas, tuv, tüv, 입회, 입회검사, 입회 검사, 입회시험, "
	    "입회 시험, 고객입회, 고객 입회, 고객검사, 제3자, 제3자검사, 3자검사, 삼자검사, "
	    "선급, 선급검사, 선급 검사, 공인검사, 로이드, 立会, 立会検査, 立会試験, "
	    "第三者検査, 船級, abnahme, fremdüberwachung, abnahmeprüfung, kundenabnahme" },
	{ "certificate", NULL, "certificate, certificates, certification, certified, cert, "
	    "cert., mill certificate, mill cert, mill sheet, millsheet, mill test certificate, "
	    "material certificate, material cert, mtc, m.t.c, mtr, m.t.r, mtrs, coc, c.o.c, "
	    "en10204, en 10204, certificate of conformity, certificate of compliance, "
	    "test report, test certificate, 밀시트, 밀 시트, 밀쉬트, 성적서, 재질성적서, "
	    "재료성적서, 시험성적서, 시험 성적서, 증명서, 인증서, ミルシート, 材料証明書, "
	    "成績書, 試験成績書, werkszeugnis, abnahmeprüfzeugnis, zeugnis, werkstoffzeugnis" },
	{ "traceability", NULL, "traceability, traceable, serial number marking, serialized, "
	    "heat number marking, 추적성, 이력관리, 시리얼, トレーサビリティ, "
	    "rückverfolgbarkeit, rückverfolgbar, umstempelung" },
	{ "critical part", NULL, "special process, critical part, key characteristic, "
	    "safety class, nuclear, q-class, quality class, 특수공정, 안전등급, 원자력, 원전, "
	    "原子力, kerntechnik" },
};
const size_t concept_ncheck = sizeof(concept_check) / sizeof(concept_check[0]);
