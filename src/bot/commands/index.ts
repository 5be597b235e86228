import type { Command } from '../command.js';
import { author } from './author.js';
import { authors } from './authors.js';
import { categories } from './categories.js';
import { category } from './category.js';
import { digest } from './digest.js';
import { help } from './help.js';
import { language } from './language.js';
import { latest } from './latest.js';
import { related } from './related.js';
import { search } from './search.js';
import { subscribe } from './subscribe.js';
import { subscriptions } from './subscriptions.js';
import { tag } from './tag.js';
import { tags } from './tags.js';
import { unsubscribe } from './unsubscribe.js';

/** All commands, in the order of `help`. */
export const commands: readonly Command[] = [
  latest,
  tag,
  tags,
  category,
  categories,
  author,
  authors,
  search,
  related,
  digest,
  subscribe,
  unsubscribe,
  subscriptions,
  language,
  help,
];
