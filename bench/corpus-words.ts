import { corpusVocabulary } from './corpus-vocabulary.js';

/**
 * What the generated posts are made of: a language's words, and sentences with `{name}` where a word of that list goes;
 * `{phrase}` is a few words of the vocabulary.
 */
export interface CorpusLanguage {
  lang: 'zh' | 'en';
  words: Record<string, readonly string[]>;
  sentences: readonly string[];
  /** Every word of the language, the most used first. */
  vocabulary: readonly string[];
  /** What most of a text consists of. */
  plain: readonly string[];
  titles: readonly string[];
  headings: readonly string[];
  /** Between words, and between the sentences of a paragraph. */
  space: string;
  recommended: string;
}

const PROJECTS =
  'Ferry Lantern Quarry Harbor Tinder Beacon Ribbon Anvil Cobalt Meadow Willow Sparrow Granite Juniper Lattice Orchard'.split(
    ' ',
  );

/** The tags, most used first; a library's tags follow Zipf's law. */
export const TAGS = [
  ...PROJECTS,
  ...'云原生 服务网格 微服务 分布式事务 可观测性 注册中心 配置中心 消息队列 链路追踪 流量治理 灰度发布 开源社区 性能优化 架构设计 源码解析'.split(
    ' ',
  ),
  ...'Kubernetes Go Java Rust eBPF WebAssembly gRPC HTTP/3 Raft Serverless Sidecar Envoy Tracing Security Storage Testing'.split(
    ' ',
  ),
  ...'容器 调度 限流 熔断 缓存 一致性 存储引擎 安全 网关 运维 测试 前端 数据库 机器学习 边缘计算 直播回顾 活动 周报 招聘 最佳实践'.split(
    ' ',
  ),
  ...'Release Community Interview'.split(' '),
];

export const CATEGORIES = ['Engineering', '技术', 'Community', '社区', 'News'];

const CHINESE: CorpusLanguage = {
  lang: 'zh',
  space: '',
  recommended: '本周推荐阅读',
  vocabulary: corpusVocabulary('zh'),
  plain: [
    '{phrase}，{phrase}。',
    '{phrase}，而{phrase}，{phrase}。',
    '{project} 的{phrase}，{phrase}。',
    '{phrase}：{phrase}；{phrase}。',
  ],
  words: {
    project: PROJECTS,
    part: '注册中心 数据面 控制面 连接池 调度器 存储层 网关 代理 缓存 日志管道 配置服务 事务协调者 消息通道 健康检查 任务队列 编解码器'.split(
      ' ',
    ),
    verb: '重写 拆分 合并 观察 压测 回滚 迁移 验证 简化 隔离 预热 接管 替换 延迟加载 批量处理'.split(' '),
    quality: '延迟 吞吐量 内存占用 可用性 启动时间 可维护性 一致性 资源利用率 尾延迟 错误率'.split(' '),
    scene: '大促前夜 机房切换 灰度期间 跨地域部署 突发流量 冷启动 长连接断开 节点重启 网络抖动 版本升级 故障演练'.split(
      ' ',
    ),
    people: '值班同事 社区贡献者 平台团队 业务方 新来的维护者 测试同学 架构组 第一批用户'.split(' '),
  },
  sentences: [
    '在{scene}的时候，{people}最先注意到的是 {project} 的{part}变慢了。',
    '我们决定先{verb}{part}，再看{quality}能不能回到原来的水平。',
    '{people}提出的办法很直接：把{part}从 {project} 里{verb}出来，单独部署。',
    '这样做之后{quality}改善了 {number}%，而{part}的代码少了三分之一。',
    '需要说明的是，`{code}` 这个选项默认是关闭的，打开它之前最好先{verb}一次{part}。',
    '**{quality}并不是唯一的目标**，{scene}里能不能看清发生了什么同样重要。',
    '详细的讨论见 [{project} 的设计文档](https://docs.example.org/{slug}/design)，里面记录了每一次取舍。',
    '如果{part}已经在{verb}，调用方会收到一个明确的错误，而不是一直等待。',
    '第 {number} 次压测里，{project} 与 {project} 之间的差距只剩下{quality}这一项。',
    '{people}后来补上了一组用例，专门覆盖{scene}这种少见的情况。',
    '为什么不直接{verb}？因为{part}里还有别的模块依赖旧的行为，“先兼容、再清理”更稳妥。',
    '从结果看，{scene}时的{quality}比上一个版本好了 {number} 倍，代价是{part}多占了一点内存。',
  ],
  titles: [
    '{project} {part}的演进之路',
    '{scene}之后：我们怎样{verb}{part}',
    '揭开 {project} 的{part}',
    '从零开始{verb} {project}｜第 {number} 期',
    '{project} {number} 版本发布：{quality}的又一次提升',
    '{people}眼中的 {project}：“{quality}”从何而来',
  ],
  headings: '背景 问题在哪里 设计取舍 实现细节 一次失败的尝试 压测结果 上线过程 与其他方案的比较 后续计划 小结'.split(
    ' ',
  ),
};

const ENGLISH: CorpusLanguage = {
  lang: 'en',
  space: ' ',
  recommended: 'Recommended reading',
  vocabulary: corpusVocabulary('en'),
  plain: ['So {phrase}, {phrase}.', 'In {project} {phrase}, and {phrase}, {phrase}.', 'They {phrase}; {phrase}.'],
  words: {
    project: PROJECTS,
    part: [
      'registry',
      'data plane',
      'control plane',
      'connection pool',
      'scheduler',
      'gateway',
      'cache',
      'log pipeline',
      'codec',
    ],
    verb: ['rewrite', 'split', 'measure', 'roll back', 'migrate', 'isolate', 'warm up', 'replace', 'batch'],
    quality: ['latency', 'throughput', 'memory use', 'availability', 'start-up time', 'tail latency', 'error rate'],
    scene: ['a region failover', 'a canary release', 'a traffic spike', 'a cold start', 'a node restart', 'an upgrade'],
    people: ['The people on call', 'Contributors', 'The platform team', 'Early users', 'New maintainers'],
  },
  sentences: [
    'During {scene} the first thing anyone noticed was that the {part} of {project} had slowed down.',
    'We chose to {verb} the {part} first and only then to ask what had happened to {quality}.',
    '{people} had a simpler idea: take the {part} out of {project} and run it on its own.',
    'Afterwards {quality} was {number}% better, with a third less code in the {part}.',
    'Note that `{code}` is off by default; {verb} the {part} once before you turn it on.',
    '**{quality} was never the only goal**: being able to see what goes on in {scene} matters as much.',
    'The trade-offs are written down in [the design notes of {project}](https://docs.example.org/{slug}/design).',
    'When the {part} is busy, callers get a clear error instead of a long wait, which is "fail fast" in practice.',
    '{people} added cases for {scene}, which nobody had tested in {number} years.',
  ],
  titles: [
    'How {project} got a new {part}',
    'What {scene} taught us about {quality}',
    'Inside the {part} of {project}',
    '{project} {number} is out: better {quality}',
    'When to {verb} a {part}',
  ],
  headings: [
    'Background',
    'Where it hurt',
    'Trade-offs',
    'How it works',
    'What failed',
    'Numbers',
    'Rolling it out',
    'Next',
  ],
};

/** As in a community that writes in Chinese first. */
export const LANGUAGES: readonly [CorpusLanguage, CorpusLanguage] = [CHINESE, ENGLISH];
