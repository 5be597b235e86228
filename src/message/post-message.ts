import { type Post, summaryOf } from '../content/post.js';
import { emptyMessage, type Message } from './message.js';

/** The announcement of a post. What people can press (read it, subscribe to its first tag) every medium adds in its own way. */
export function postMessage(post: Post): Message {
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
  };
}
