import { type Post, summaryOf } from '../content/post.js';
import { emptyMessage, type Language, type Message, type MessageItem } from './message.js';
import { words } from './words.js';

/**
 * One message for many new posts.
 * @param posts newest first
 * @param home where all posts are, for those that do not fit
 */
export function roundupMessage(posts: readonly Post[], language: Language, home?: string): Message {
  return {
    ...emptyMessage('roundup', words(language).roundupTitle(posts.length), posts[0]?.lang ?? language),
    ...(home !== undefined && { url: home }),
    sections: [{ items: posts.map(roundupItem) }],
    total: posts.length,
  };
}

/** A post as one line of a list. */
export function roundupItem(post: Post): MessageItem {
  const excerpt = summaryOf(post);
  return {
    title: post.title,
    url: post.url,
    ...(post.cover !== undefined && { cover: post.cover }),
    ...(excerpt !== '' && { excerpt }),
    date: post.date,
  };
}
