import type { Language } from '../../message/message.js';

/** What a draft says around the article. */
export interface WechatWords {
  /** Above the addresses of the links. */
  references: string;
  /** In place of a picture; its address follows. */
  missingPicture: string;
  /** Below an article that is longer than a draft may be. */
  rest: string;
  /** Below a summary: "阅读原文" is WeChat's own link at the foot of an article. */
  readOriginal: string;
}

const zh: WechatWords = {
  references: '参考链接',
  missingPicture: '这张图片没能上传，请手动插入',
  rest: '文章较长，余下的内容请点击文末「阅读原文」。',
  readOriginal: '点击文末「阅读原文」，查看完整内容。',
};

const en: WechatWords = {
  references: 'Links',
  missingPicture: 'This picture could not be uploaded; please put it in by hand',
  rest: 'This article is long: follow “阅读原文” below for the rest.',
  readOriginal: 'Follow “阅读原文” below to read it all.',
};

export function wechatWords(language: Language): WechatWords {
  return language === 'zh' ? zh : en;
}
