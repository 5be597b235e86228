import type { Language } from '../message/message.js';
import { words } from './words.js';

/** The text of a job that has none of its own. */
export function defaultTemplate(language: Language): string {
  const say = words[language];
  return `
{% for group in groups %}
### {{ group.category }}

{% for post in group.posts %}
- [{{ post.title }}]({{ post.url }})
{% endfor %}
{% else %}
{% if posts.size > 0 %}
### ${say.newPosts}

{% for post in posts %}
- [{{ post.title }}]({{ post.url }})
{% endfor %}
{% endif %}
{% endfor %}
{% if edition.more > 0 %}
${say.morePosts}
{% endif %}
{% if readings.size > 0 %}
### ${say.readings}

{% for reading in readings %}
- [{{ reading.title }}]({{ reading.url }}) · {{ reading.reason }}
{% endfor %}
{% endif %}
{% if releases.size > 0 %}
### ${say.releases}

{% for release in releases %}
**[{{ release.title }}]({{ release.url }})**

{{ release.notes }}

{{ release.others }}
{% endfor %}
{% endif %}
{% if questions.size > 0 %}
### ${say.questions}

{% for question in questions %}
{{ question.quoted }}
{% endfor %}
{% endif %}
`;
}
