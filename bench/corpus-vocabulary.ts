import { seededRandom } from './seeded-random.js';

/** Distinct words of a language: a community's posts have some thousands, most of them seldom. */
const SIZE = 6_000;

const COMMON_CHINESE =
  '的 是 在 了 和 我们 可以 一个 这个 对 使用 通过 需要 进行 实现 服务 数据 系统 请求 如果 所以 但是 因为 以及 时候 方式 问题 业务 应用 配置 节点 提供 支持 处理 不同 同时 能力 用户 资源 集群 场景 逻辑 接口 代码 执行 状态 组件 架构 性能 调用 版本 任务 模型 网络 协议 存储 线程 事务 日志 部署 容器 开发 社区 开源 设计 优化 扩展 监控 缓存 测试 发布 治理 一致性 可用性';
const COMMON_ENGLISH =
  'the of to a and is in that for it with as be on this are by we an or from can not when at which if will have but service data system request all each more than one time user node cluster config state call version task model network protocol storage thread log deploy container code design support process change write read default value cache limit queue error client server';
/** The most used characters, of which words are. */
const CHARACTERS =
  '一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系很情者最立代想已通并提直题程展五果料象员位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别手角期根论运指几区强放决西被干做必先回则任取据处队南给色光门即保北造百规热领海口东导器压志世金增阶思术极交受联什认共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报完类离名确才科张信节话米整空元况今集温传土许步群广石记需段研界拉林律且究观越织装影算低持音众书布复容须际商非验连断深难近千周素技备半办青省列习响约支般史感便团往历市何除消构称太准精值号率维划选标写存候快效院查型眼按格易置派层片始却专状识适属圆包火住调满局照参红细引听该价严';
const ONSETS = 'b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st str t tr v w'.split(' ');
const VOWELS = 'a e i o u ai ea ee io ou'.split(' ');
const CODAS = ['', '', '', 'l', 'm', 'n', 'nd', 'r', 'rt', 's', 'st', 't', 'x', 'ck', 'ng'];

/**
 * A language's words, the most used first: the commonest are real, the others made up of real characters or syllables.
 * Drawn by Zipf's law they make a text that means nothing and takes as many words, and as many bits, as one that does.
 */
export function corpusVocabulary(lang: 'zh' | 'en'): readonly string[] {
  const random = seededRandom(lang === 'zh' ? 1 : 2);
  const pick = <Value>(list: ArrayLike<Value>) => list[Math.floor(random() * list.length)] as Value;
  const syllable = () => pick(ONSETS) + pick(VOWELS) + pick(CODAS);
  const make = {
    zh: () => pick(CHARACTERS) + pick(CHARACTERS) + (random() < 0.15 ? pick(CHARACTERS) : ''),
    en: () => syllable() + syllable() + (random() < 0.3 ? syllable() : ''),
  }[lang];
  const words = new Set((lang === 'zh' ? COMMON_CHINESE : COMMON_ENGLISH).split(' '));
  while (words.size < SIZE) words.add(make());
  return [...words];
}
