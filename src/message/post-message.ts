import { type Post, summaryOf } from '../content/post.js';
import { emptyMessage, type Message } from './message.js';

/**
 * The announcement of a post. What people can press (read it, subscribe to its first tag) every medium adds in its own way.
 * @param article its text, for a channel that shows whole articles
 */
export function postMessage(post: Post, article?: string): Message {
  const text = summaryOf(post);
  return {
    ...emptyMessage('post', post.title, post.lang),
    url: post.url,
    ...(post.cover !== undefined && { cover: post.cover }),
    ...(text !== '' && { text }),
    ...(post.announce.note && { note: post.announce.note }),
    authors: post.authors,
    categories: post.categories,
    tags: post.tags,
    date: post.date,
    readingMinutes: post.readingMinutes,
    ...(article !== undefined && { article }),
  };
}
