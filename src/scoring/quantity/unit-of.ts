/** A unit of measurement: units of one dimension convert into each other. */
export interface Unit {
  readonly name: string;
  readonly dimension: string;
  /** Size in the smallest unit of its dimension. */
  readonly size: bigint;
  /** On ISMP's list of error-prone abbreviations: read as zero, as 10 or as another unit. */
  readonly errorProne: boolean;
}

/**
 * Sizes by dimension. Things that are counted are a dimension each: one tablet is not one capsule. International units convert into
 * nothing.
 */
const SIZES: Readonly<Record<string, Readonly<Record<string, bigint>>>> = {
  mass: { ng: 1n, mcg: 1_000n, mg: 1_000_000n, g: 1_000_000_000n, kg: 1_000_000_000_000n },
  volume: { ul: 1n, ml: 1_000n, cl: 10_000n, dl: 100_000n, l: 1_000_000n },
  amount: { nmol: 1n, umol: 1_000n, mmol: 1_000_000n, mol: 1_000_000_000n },
  charge: { meq: 1n, eq: 1_000n },
  time: { s: 1n, min: 60n, h: 3_600n, d: 86_400n, wk: 604_800n },
  share: { '%': 1n },
  units: { iu: 1n },
  tablets: { tab: 1n },
  capsules: { cap: 1n },
  drops: { drop: 1n },
  patches: { patch: 1n },
  puffs: { puff: 1n },
  ampoules: { amp: 1n },
  vials: { vial: 1n },
  sachets: { sachet: 1n },
};

/** Other spellings, in lower case and NFKC (which turns the micro sign into a Greek mu, and ㎎ into mg). English, Korean, Chinese. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ng: 'nanogram nanograms 나노그램 纳克',
  mcg: 'μg ug microgram micrograms 마이크로그램 微克',
  mg: 'milligram milligrams 밀리그램 毫克',
  g: 'gm gram grams 그램 克',
  kg: 'kilogram kilograms 킬로그램 公斤 千克',
  ul: 'μl microliter microliters microlitre microlitres 마이크로리터 微升',
  ml: 'cc milliliter milliliters millilitre millilitres 밀리리터 毫升',
  dl: 'deciliter decilitre 데시리터 分升',
  l: 'liter liters litre litres 리터 升',
  umol: 'μmol',
  s: 'sec second seconds 초 秒',
  min: 'mins minute minutes 분 分钟',
  h: 'hr hrs hour hours 시간 小时',
  d: 'day days 일 日 天',
  wk: 'week weeks 주 周',
  '%': 'percent',
  iu: 'u unit units i.u. i.u 단위 单位',
  tab: 'tabs tablet tablets 정 片',
  cap: 'caps capsule capsules 캡슐 粒',
  drop: 'drops gtt 방울 滴',
  patch: 'patches 패치 贴',
  puff: 'puffs 喷',
  amp: 'amps ampoule ampoules ampule ampules 앰플 支',
  vial: 'vials 바이알 瓶',
  sachet: 'sachets 포 袋',
};

const ERROR_PRONE: ReadonlySet<string> = new Set(['u', 'iu', 'i.u.', 'i.u', 'cc', 'μg']);

const units: ReadonlyMap<string, Omit<Unit, 'errorProne'>> = new Map(
  Object.entries(SIZES).flatMap(([dimension, sizes]) =>
    Object.entries(sizes).flatMap(([name, size]) =>
      [name, ...(SPELLINGS[name]?.split(' ') ?? [])].map((spelling) => [spelling, { name, dimension, size }] as const),
    ),
  ),
);

/** The unit that a word spells, whatever its case; undefined when it spells none. Expects what `foldWidth` gives, without outer space. */
export function unitOf(word: string): Unit | undefined {
  const spelling = word.toLowerCase();
  const unit = units.get(spelling) ?? units.get(spelling.replace(/\.$/, ''));
  return unit === undefined ? undefined : { ...unit, errorProne: ERROR_PRONE.has(spelling) };
}
