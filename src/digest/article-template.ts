import type { Language } from '../message/message.js';
import { words } from './words.js';

/**
 * The text of an edition that becomes an article (`article: true`) when the job has none of its own: the parts of a
 * community's weekly in their usual order, the readings one link a paragraph as authors write them below an article.
 */
export function articleTemplate(language: Language): string {
  const say = words[language];
  return `
{% if questions.size > 0 %}
### ${say.questions}

{% for question in questions %}
{{ question.quoted }}
{% endfor %}
{% endif %}
{% if releases.size > 0 %}
### ${say.releases}

{% for release in releases %}
**${say.released}**

{{ release.notes }}

{{ release.others }}

${say.details}[{{ release.url }}]({{ release.url }})
{% endfor %}
{% endif %}
{% if posts.size > 0 %}
### ${say.newPosts}

{% for post in posts %}
[{{ post.title }}]({{ post.url }})

{% endfor %}
{% endif %}
{% if edition.more > 0 %}
${say.morePosts}
{% endif %}
{% if readings.size > 0 %}
### {% if edition.period contains '-W' %}${say.weeklyReadings}{% else %}${say.readings}{% endif %}

{% for reading in readings %}
[{{ reading.title }}]({{ reading.url }})

{% endfor %}
{% endif %}
`;
}
