import type { Delivery, DeliveryState } from '../../announce/delivery.js';
import type { Language } from '../../message/message.js';

/** Everything the console says in its own voice. */
export interface AdminWords {
  title: string;
  toSite: string;
  logOut: string;
  nav: Record<Section, string>;
  states: Record<DeliveryState, string>;
  kinds: Record<Delivery['kind'], string>;
  never: string;
  none: string;
  ago: (amount: number, unit: 'second' | 'minute' | 'hour' | 'day') => string;
  login: {
    title: string;
    lead: string;
    token: string;
    submit: string;
    wrong: string;
    tooMany: (minutes: number) => string;
    off: string;
    offHow: string;
    foreign: string;
    foreignHow: string;
    back: string;
  };
  overview: {
    posts: string;
    waiting: string;
    lastScan: string;
    subscriptions: string;
    paused: (count: number) => string;
    errors: (count: number) => string;
    warnings: (count: number) => string;
    allWell: string;
    needYou: (count: number) => string;
    nextDigests: string;
    timeline: string;
    day: string;
    fortnight: string;
    asTable: string;
    when: string;
    delivered: string;
    failedOrHeld: string;
    other: string;
    /** Said instead of the picture. */
    chart: (sent: number, troubled: number, span: string) => string;
    engine: string;
  };
  deliveries: {
    lead: string;
    channel: string;
    state: string;
    text: string;
    any: string;
    filter: string;
    nothing: string;
    older: string;
    newest: string;
    searchOn: string;
    retryAll: (count: number) => string;
    skipSelected: string;
    retrySelected: string;
    select: (title: string) => string;
    made: string;
    lastAttempt: string;
    attempts: (count: number) => string;
    next: string;
    doubt: string;
    payload: string;
    payloadHow: string;
    noPayload: string;
    message: string;
    receipt: string;
    open: string;
    whatWrong: string;
    howToMend: string;
    revision: string;
    othersOf: string;
    retry: string;
    retryHow: string;
    skip: string;
    skipHow: string;
    resend: string;
    resendTitle: string;
    resendHow: (channel: string) => string;
    resendYes: string;
    cancel: string;
    copy: string;
    copied: string;
    heldFor: Record<'doubt' | 'breaker', string>;
    skippedByHand: string;
  };
  posts: {
    lead: string;
    search: string;
    submit: string;
    previews: string;
    previewsHow: string;
    raw: string;
    asConfigured: (channel: string) => string;
    notConfigured: string;
    elsewhere: string;
    frame: (medium: string) => string;
    article: string;
    file: string;
  };
  digests: {
    lead: string;
    none: string;
    next: string;
    schedule: string;
    goesTo: string;
    preview: string;
    now: string;
    sendNow: string;
    sendTitle: string;
    sendHow: (edition: string, channels: string) => string;
    sendYes: string;
    empty: string;
    out: string;
    past: string;
    approve: string;
    skip: string;
    draft: string;
    drafts: string;
    /** What happens to a draft nobody decides about. */
    waitingUntil: Record<'send' | 'skip', string>;
    links: string;
    leaveOut: string;
    putBack: string;
    intro: string;
    saveIntro: string;
    decided: Record<'sent' | 'skipped', string>;
  };
  subscriptions: {
    lead: string;
    place: string;
    wants: string;
    since: string;
    by: string;
    remove: string;
    resume: string;
    paused: string;
    kinds: Record<'tag' | 'category' | 'author' | 'search' | 'all', string>;
    when: Record<'instant' | 'daily' | 'weekly', string>;
    filter: string;
  };
  problems: {
    lead: string;
    none: string;
    partial: string;
    severities: Record<'error' | 'warning', string>;
  };
  channels: {
    lead: string;
    none: string;
    type: string;
    rate: string;
    unpaced: string;
    waiting: string;
    underWay: string;
    next: string;
    resting: string;
    held: string;
    letGo: string;
    open: string;
    digestsOnly: string;
    places: string;
  };
  /** What was done, at the top of the page that follows. */
  said: Record<Said, string>;
}

export const SECTIONS = [
  'overview',
  'deliveries',
  'posts',
  'digests',
  'subscriptions',
  'problems',
  'channels',
  'queues',
] as const;
export type Section = (typeof SECTIONS)[number];

export const SAYINGS = [
  'retried',
  'skipped',
  'resent',
  'too-late',
  'removed',
  'resumed',
  'edition-sent',
  'edition-out',
  'edition-skipped',
  'draft-changed',
  'decided-before',
] as const;
export type Said = (typeof SAYINGS)[number];

const en: AdminWords = {
  title: 'Console',
  toSite: 'To the site',
  logOut: 'Log out',
  nav: {
    overview: 'Overview',
    deliveries: 'Deliveries',
    posts: 'Posts',
    digests: 'Digests',
    subscriptions: 'Subscriptions',
    problems: 'Problems',
    channels: 'Channels',
    queues: 'Queue',
  },
  states: {
    pending: 'waiting',
    sending: 'under way',
    sent: 'sent',
    failed: 'failed',
    held: 'held',
    skipped: 'skipped',
  },
  kinds: { post: 'post', roundup: 'round-up', edition: 'edition', review: 'review' },
  never: 'never',
  none: 'none',
  ago: (amount, unit) => (amount === 0 ? 'just now' : `${amount} ${unit}${amount === 1 ? '' : 's'} ago`),
  login: {
    title: 'Log in',
    lead: 'The console is for those who have the admin token of this Postrider (server.adminToken).',
    token: 'Admin token',
    submit: 'Log in',
    wrong: 'That is not the admin token.',
    tooMany: (minutes) => `Too many wrong tokens. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    off: 'The console is off',
    offHow:
      'It opens with an admin token: set server.adminToken in postrider.yaml and start again. Without one it only opens to a browser on the same machine, at http://127.0.0.1 or http://localhost.',
    foreign: 'Nothing was done',
    foreignHow:
      'The form came from another site, or its page was too old. Open the page again and repeat what you did.',
    back: 'Back to the console',
  },
  overview: {
    posts: 'posts',
    waiting: 'waiting to be sent',
    lastScan: 'Content last read',
    subscriptions: 'Subscriptions',
    paused: (count) => `${count} paused`,
    errors: (count) => `${count} ${count === 1 ? 'error' : 'errors'}`,
    warnings: (count) => `${count} ${count === 1 ? 'warning' : 'warnings'}`,
    allWell: 'Nothing needs you.',
    needYou: (count) => `${count} ${count === 1 ? 'delivery needs' : 'deliveries need'} you`,
    nextDigests: 'Next digests',
    timeline: 'Deliveries',
    day: '24 hours',
    fortnight: '14 days',
    asTable: 'As a table',
    when: 'When it was made',
    delivered: 'Sent',
    failedOrHeld: 'Failed or held',
    other: 'Waiting or skipped',
    chart: (sent, troubled, span) =>
      `In the last ${span} ${sent} deliveries were sent, and ${troubled} failed or are held.`,
    engine: 'Engine',
  },
  deliveries: {
    lead: 'One delivery is one post, round-up or edition for one channel.',
    channel: 'Channel',
    state: 'State',
    text: 'Title, address, id or fault',
    any: 'all',
    filter: 'Filter',
    nothing: 'No delivery is like that.',
    older: 'Older →',
    newest: '← Newest',
    searchOn: 'Search further back →',
    retryAll: (count) => `Retry all ${count}`,
    skipSelected: 'Skip selected',
    retrySelected: 'Retry selected',
    select: (title) => `Select “${title}”`,
    made: 'Made',
    lastAttempt: 'Last change',
    attempts: (count) => `${count} ${count === 1 ? 'attempt' : 'attempts'}`,
    next: 'Next attempt not before',
    doubt: 'In doubt since',
    payload: 'Payload',
    payloadHow: 'What the channel gets, exactly; secrets are replaced.',
    noPayload: 'The channel is not in the config any more, so nothing can be drawn.',
    message: 'Message before drawing',
    receipt: 'Receipt',
    open: 'Open it there',
    whatWrong: 'What went wrong',
    howToMend: 'How to mend it',
    revision: 'An edit waits to be applied since',
    othersOf: 'Other deliveries of the same',
    retry: 'Retry',
    retryHow: 'puts it back in the queue',
    skip: 'Skip',
    skipHow: 'nothing goes out',
    resend: 'Send again…',
    resendTitle: 'Send it once more?',
    resendHow: (channel) => `“${channel}” gets a second message. What was sent stays there as it is.`,
    resendYes: 'Yes, send it again',
    cancel: 'Cancel',
    copy: 'Copy',
    copied: 'Copied',
    heldFor: {
      doubt: 'It may have arrived, and nobody can tell: look in the channel.',
      breaker: 'Too many were about to leave for this channel at once, so it stopped.',
    },
    skippedByHand: 'skipped by a person in the console',
  },
  posts: {
    lead: 'Every post as each medium will show it.',
    search: 'Search posts',
    submit: 'Search',
    previews: 'Previews',
    previewsHow: 'Drawn much as the medium draws it; below each is exactly what is sent.',
    raw: 'Payload',
    asConfigured: (channel) => `as in “${channel}”`,
    notConfigured: 'no such channel in the config',
    elsewhere: 'This medium draws it in its own way; the payload has everything.',
    frame: (medium) => `How ${medium} shows it`,
    article: 'The article',
    file: 'File',
  },
  digests: {
    lead: 'Reading lists that go out at their times.',
    none: 'There are no digest jobs; put one into the jobs folder.',
    next: 'Next run',
    schedule: 'Schedule',
    goesTo: 'Goes to',
    preview: 'The edition of this moment',
    now: 'Preview',
    sendNow: 'Send now…',
    sendTitle: 'Send this edition now?',
    sendHow: (edition, channels) =>
      `${edition} goes to ${channels}. An edition goes out once: its run at the usual time will find it sent.`,
    sendYes: 'Yes, send it now',
    empty: 'There is nothing new in it.',
    out: 'This edition went out already.',
    past: 'Editions that went out',
    approve: 'Approve and send',
    skip: 'Skip this edition',
    draft: 'This draft waits for approval. It goes out just as it is here.',
    drafts: 'Waiting for approval',
    waitingUntil: { send: 'Goes out by itself', skip: 'Skipped by itself' },
    links: 'Links',
    leaveOut: 'Leave out',
    putBack: 'Put back',
    intro: 'Opening words',
    saveIntro: 'Save',
    decided: { sent: 'Sent', skipped: 'Skipped' },
  },
  subscriptions: {
    lead: 'What channels and people asked the bot for.',
    place: 'Place',
    wants: 'Wants',
    since: 'Since',
    by: 'by',
    remove: 'Remove',
    resume: 'Resume',
    paused: 'Paused',
    kinds: { tag: 'tag', category: 'category', author: 'author', search: 'search', all: 'everything' },
    when: { instant: 'at once', daily: 'once a day', weekly: 'once a week' },
    filter: 'Place or term',
  },
  problems: {
    lead: 'What is wrong with posts and digest jobs, and how to mend it. The same as postrider lint.',
    none: 'Nothing is wrong with any post.',
    partial: 'Rules about the library as a whole were not checked here: run postrider lint.',
    severities: { error: 'error', warning: 'warning' },
  },
  channels: {
    lead: 'How each channel stands in the queue.',
    none: 'There are no channels in the config.',
    type: 'Kind',
    rate: 'At most',
    unpaced: 'no limit',
    waiting: 'Waiting',
    underWay: 'Under way',
    next: 'Next may leave',
    resting: 'The platform asked for a rest until',
    held: 'Held',
    letGo: 'Let them go',
    open: 'Deliveries',
    digestsOnly: 'digests only',
    places: 'Places that subscribed',
  },
  said: {
    retried: 'Back in the queue.',
    skipped: 'Skipped: nothing goes out.',
    resent: 'On its way once more.',
    'too-late': 'Nothing was done: its state had changed meanwhile.',
    removed: 'The subscription is gone.',
    resumed: 'The place gets news again.',
    'edition-sent': 'The edition is on its way.',
    'edition-out': 'Nothing was sent: this edition went out before.',
    'edition-skipped': 'The edition is skipped.',
    'draft-changed': 'The draft is changed.',
    'decided-before': 'Nothing was done: somebody else was faster, or the draft has changed.',
  },
};

const zh: AdminWords = {
  title: '控制台',
  toSite: '回到网站',
  logOut: '退出',
  nav: {
    overview: '概览',
    deliveries: '投递',
    posts: '文章',
    digests: '周报',
    subscriptions: '订阅',
    problems: '问题',
    channels: '频道',
    queues: '队列',
  },
  states: { pending: '待发送', sending: '发送中', sent: '已发送', failed: '失败', held: '搁置', skipped: '已跳过' },
  kinds: { post: '文章', roundup: '汇总', edition: '周报', review: '审阅' },
  never: '从未',
  none: '无',
  ago: (amount, unit) =>
    amount === 0 ? '刚刚' : `${amount} ${{ second: '秒', minute: '分钟', hour: '小时', day: '天' }[unit]}前`,
  login: {
    title: '登录',
    lead: '请输入管理令牌，即配置里的 server.adminToken。',
    token: '管理令牌',
    submit: '登录',
    wrong: '令牌不对。',
    tooMany: (minutes) => `输错的次数太多，请 ${minutes} 分钟后再试。`,
    off: '控制台没有打开',
    offHow:
      '在 postrider.yaml 里设置 server.adminToken 并重新启动，就能用令牌登录。没有令牌时，只有本机的浏览器能通过 http://127.0.0.1 或 http://localhost 打开。',
    foreign: '什么都没有做',
    foreignHow: '这个表单来自别的网站，或者页面放得太久了。请重新打开页面，再操作一次。',
    back: '回到控制台',
  },
  overview: {
    posts: '篇文章',
    waiting: '条等待发送',
    lastScan: '最近一次读取内容',
    subscriptions: '订阅',
    paused: (count) => `其中 ${count} 个已暂停`,
    errors: (count) => `${count} 个错误`,
    warnings: (count) => `${count} 个提醒`,
    allWell: '没有需要处理的事。',
    needYou: (count) => `${count} 条投递需要处理`,
    nextDigests: '接下来的周报',
    timeline: '投递情况',
    day: '24 小时',
    fortnight: '14 天',
    asTable: '用表格看',
    when: '产生时间',
    delivered: '已发送',
    failedOrHeld: '失败或搁置',
    other: '等待或跳过',
    chart: (sent, troubled, span) => `最近 ${span}发送了 ${sent} 条，失败或搁置 ${troubled} 条。`,
    engine: '引擎',
  },
  deliveries: {
    lead: '一条投递，就是一篇文章（或一次汇总、一期周报）发往一个频道。',
    channel: '频道',
    state: '状态',
    text: '标题、地址、编号或故障',
    any: '全部',
    filter: '筛选',
    nothing: '没有符合条件的投递。',
    older: '更早的 →',
    newest: '← 最新的',
    searchOn: '继续往前找 →',
    retryAll: (count) => `全部重试（${count}）`,
    skipSelected: '跳过所选',
    retrySelected: '重试所选',
    select: (title) => `选择「${title}」`,
    made: '产生',
    lastAttempt: '最近变化',
    attempts: (count) => `尝试 ${count} 次`,
    next: '下次尝试不早于',
    doubt: '存疑自',
    payload: '发送内容',
    payloadHow: '频道收到的就是它，一字不差；密钥已替换。',
    noPayload: '配置里已经没有这个频道，画不出来了。',
    message: '绘制之前的消息',
    receipt: '回执',
    open: '去那里看',
    whatWrong: '出了什么问题',
    howToMend: '怎么处理',
    revision: '有一处修改等待更新，自',
    othersOf: '同一内容的其他投递',
    retry: '重试',
    retryHow: '放回队列',
    skip: '跳过',
    skipHow: '不再发送',
    resend: '再发一次…',
    resendTitle: '要再发一次吗？',
    resendHow: (channel) => `「${channel}」会收到第二条消息，已经发出的那条保持不变。`,
    resendYes: '是的，再发一次',
    cancel: '取消',
    copy: '复制',
    copied: '已复制',
    heldFor: {
      doubt: '可能已经送达，但无从确认：请到频道里看一看。',
      breaker: '短时间内要发往这个频道的太多，已停下来等人确认。',
    },
    skippedByHand: '在控制台手动跳过',
  },
  posts: {
    lead: '每篇文章在各个平台上的样子。',
    search: '搜索文章',
    submit: '搜索',
    previews: '预览',
    previewsHow: '尽量画得和平台上一样；下面是实际发送的内容。',
    raw: '发送内容',
    asConfigured: (channel) => `与频道「${channel}」相同`,
    notConfigured: '配置里没有这种频道',
    elsewhere: '这个平台有自己的画法，完整内容见下方。',
    frame: (medium) => `${medium} 里的样子`,
    article: '看文章',
    file: '文件',
  },
  digests: {
    lead: '按时发出的推荐阅读。',
    none: '还没有周报任务，在 jobs 文件夹里放一个就好。',
    next: '下次运行',
    schedule: '时间表',
    goesTo: '发往',
    preview: '此刻的这一期',
    now: '预览',
    sendNow: '现在发送…',
    sendTitle: '现在就发送这一期吗？',
    sendHow: (edition, channels) => `${edition} 会发往 ${channels}。每期只发一次：到了平常的时间不会再发。`,
    sendYes: '是的，现在发送',
    empty: '这一期没有新内容。',
    out: '这一期已经发出。',
    past: '已发出的各期',
    approve: '批准并发送',
    skip: '跳过这一期',
    draft: '这份草稿等待批准，发出去的就是这里的样子。',
    drafts: '等待批准',
    waitingUntil: { send: '无人处理则自动发送', skip: '无人处理则自动跳过' },
    links: '链接',
    leaveOut: '不要这条',
    putBack: '放回来',
    intro: '开头的话',
    saveIntro: '保存',
    decided: { sent: '已发送', skipped: '已跳过' },
  },
  subscriptions: {
    lead: '各个频道和个人向机器人订阅的内容。',
    place: '位置',
    wants: '订阅',
    since: '自',
    by: '由',
    remove: '删除',
    resume: '恢复',
    paused: '已暂停',
    kinds: { tag: '标签', category: '分类', author: '作者', search: '搜索', all: '全部' },
    when: { instant: '立即', daily: '每天一次', weekly: '每周一次' },
    filter: '位置或名称',
  },
  problems: {
    lead: '文章和周报任务里的问题，以及怎么改。与 postrider lint 相同。',
    none: '所有文章都没有问题。',
    partial: '这里没有检查针对整个文章库的规则，请运行 postrider lint。',
    severities: { error: '错误', warning: '提醒' },
  },
  channels: {
    lead: '每个频道在队列里的情况。',
    none: '配置里没有频道。',
    type: '类型',
    rate: '最快',
    unpaced: '不限',
    waiting: '等待',
    underWay: '发送中',
    next: '下一条最早',
    resting: '平台要求暂停到',
    held: '搁置',
    letGo: '放行',
    open: '投递',
    digestsOnly: '只发周报',
    places: '订阅的位置',
  },
  said: {
    retried: '已放回队列。',
    skipped: '已跳过，不再发送。',
    resent: '正在再次发送。',
    'too-late': '什么都没有做：它的状态已经变了。',
    removed: '订阅已删除。',
    resumed: '已恢复，新消息会照常送达。',
    'edition-sent': '这一期正在发送。',
    'edition-out': '没有发送：这一期之前已经发出。',
    'edition-skipped': '这一期已跳过。',
    'draft-changed': '草稿已修改。',
    'decided-before': '什么都没有做：别人已经处理过，或者草稿有了变化。',
  },
};

export const adminWords: Record<Language, AdminWords> = { en, zh };
