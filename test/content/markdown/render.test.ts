import { describe, expect, it } from 'vitest';
import { readBodyOf } from '../../support/read-body.js';

const html = (body: string, path?: string) => readBodyOf(body, path).html.trim();

describe('emphasis in Chinese text', () => {
  it.each([
    ['前**“重点”**后文', '前<strong>“重点”</strong>后文'],
    ['**重点。**后文', '<strong>重点。</strong>后文'],
    ['*（斜体）*后', '<em>（斜体）</em>后'],
    ['** 在未来，不懂。**此文', '<strong>在未来，不懂。</strong>此文'],
    ['**1.@someone **#965 提问', '<strong>1.@someone</strong>#965 提问'],
    ['**使用**`**`**说明：**正文', '<strong>使用</strong><code>**</code><strong>说明：</strong>正文'],
    ['**前半****后半**', '<strong>前半后半</strong>'],
    ['***\\*某个编辑器的粗体\\****', '<strong>某个编辑器的粗体</strong>'],
    ['2 ** 3 ** 4 = 4096', '2 ** 3 ** 4 = 4096'],
    ['人数 5~10，天数 20~30', '人数 5~10，天数 20~30'],
    ['~~删除~~', '<del>删除</del>'],
  ])('%s', (markdown, expected) => expect(html(markdown)).toBe(`<p>${expected}</p>`));
});

describe('bare addresses', () => {
  it.each([
    ['见 https://a.com/x，后文', '见 <a href="https://a.com/x">https://a.com/x</a>，后文'],
    ['见https://a.com/x。', '见<a href="https://a.com/x">https://a.com/x</a>。'],
    ['https://github.com/a/b欢迎', '<a href="https://github.com/a/b">https://github.com/a/b</a>欢迎'],
    ['(https://a.com/b_(c))', '(<a href="https://a.com/b_(c)">https://a.com/b_(c)</a>)'],
    ['www.a.com.', '<a href="https://www.a.com/">www.a.com</a>.'],
    ['<https://a.com/>', '<a href="https://a.com/">https://a.com/</a>'],
    ['`https://a.com`', '<code>https://a.com</code>'],
    ['[https://a.com](https://b.com/)', '<a href="https://b.com/">https://a.com</a>'],
    ['项目代号：<SOFA:JRaftLab/>，', '项目代号：&lt;SOFA:JRaftLab/&gt;，'],
  ])('%s', (markdown, expected) => expect(html(markdown)).toBe(`<p>${expected}</p>`));
});

describe('links and pictures', () => {
  it.each([
    ['a picture beside the post', '![图](./a.png)', '<img src="https://example.org/blog/a/a.png" alt="图" />'],
    ['a picture of the site', '![](/img/a.png)', '<img src="https://example.org/img/a.png" alt="" />'],
    ['an address without a protocol', '[x](//cdn.example.net/y)', '<a href="https://cdn.example.net/y">x</a>'],
    ['a place in the text', '[x](#part-2)', '<a href="https://example.org/blog/a/#part-2">x</a>'],
    [
      "another post's file",
      '[x](../b/index.md) [y](c.md#h)',
      '<a href="https://example.org/blog/b/">x</a> <a href="https://example.org/blog/c/#h">y</a>',
    ],
    ['a mail address', '[x](mailto:a@example.org)', '<a href="mailto:a@example.org">x</a>'],
    ['a script', '![y](javascript:alert(1))[x](javascript:alert(1))', 'x'],
    [
      'raw HTML',
      '<a href="b/" onclick="x()">x</a> <img src=y.png style="width:1px" onerror=z>',
      '<a href="https://example.org/blog/a/b/">x</a> <img src="https://example.org/blog/a/y.png" alt="" />',
    ],
    [
      'a picture that loads late',
      '看 <img data-src="a.png" src="data:image/gif;base64,R0lGOD">',
      '看 <img src="https://example.org/blog/a/a.png" alt="" />',
    ],
  ])('%s', (_, markdown, expected) => expect(html(markdown)).toBe(`<p>${expected}</p>`));

  it('a player in a frame becomes a link', () => {
    expect(html('<iframe src="//player.bilibili.com/player.html?aid=1&bvid=BV1xx411c7mD"></iframe>')).toBe(
      '<a href="https://www.bilibili.com/video/BV1xx411c7mD">▶ bilibili</a>',
    );
  });

  it('a footnote stays with its text', () => {
    expect(html('正文[^1]。\n\n[^1]: 注释\n')).toBe('<p>正文<sup>[1]</sup>。</p>\n<p><sup>[1]</sup> 注释</p>');
  });

  it('scripts, styles and forms are gone, with what is in them', () => {
    expect(
      html('a\n\n<script>x()</script>\n<style>p{}</style>\n<form action="/x"><input name="y"><p>kept</p></form>'),
    ).toBe('<p>a</p>\n\n\n<p>kept</p>');
  });

  it('a type in angle brackets is shown', () => {
    expect(html('用 List<String> 和 Map<String, Integer>')).toBe(
      '<p>用 List&lt;String&gt; 和 Map&lt;String, Integer&gt;</p>',
    );
  });
});

describe("generators' shortcodes and tags", () => {
  it.each([
    [
      '{{< figure src="a.png" title="图一" alt="x" >}}',
      '<figure><img src="https://example.org/blog/a/a.png" alt="x" /><figcaption>图一</figcaption></figure>',
    ],
    ['看 {{< youtube w7Ft2ymGmfc >}}', '<p>看 <a href="https://www.youtube.com/watch?v=w7Ft2ymGmfc">▶ YouTube</a></p>'],
    [
      '看 {{< bilibili id="BV1xx411c7mD" >}}',
      '<p>看 <a href="https://www.bilibili.com/video/BV1xx411c7mD">▶ bilibili</a></p>',
    ],
    ['看 {{< gist spf13 7896402 >}}', '<p>看 <a href="https://gist.github.com/spf13/7896402">gist</a></p>'],
    ['看 {{< video src="/a.mp4" >}}', '<p>看 <video src="https://example.org/a.mp4" controls></video></p>'],
    [
      '{{< highlight go "linenos=table" >}}\nif a < b {}\n{{< /highlight >}}',
      '<pre><code class="language-go">if a &lt; b {}\n</code></pre>',
    ],
    ['{{% notice info %}}\n**注意**\n{{% /notice %}}', '<p><strong>注意</strong></p>'],
    ['{{< mermaid >}}\nA-->B\n{{< /mermaid >}}', '<pre><code class="language-mermaid">A--&gt;B\n</code></pre>'],
    [
      '[b]({{< ref "blog/b.md" >}}) [c]({{< relref "../c/index.md#x" >}})',
      '<p><a href="https://example.org/blog/b/">b</a> <a href="https://example.org/blog/c/#x">c</a></p>',
    ],
    ['写作 {{</* youtube id */>}}', '<p>写作 {{&lt; youtube id &gt;}}</p>'],
    ['`{{< youtube id >}}`', '<p><code>{{&lt; youtube id &gt;}}</code></p>'],
    ['前{{< unknown a="b" >}}后{{< /unknown >}}', '<p>前后</p>'],
    ['{% highlight ruby %}\nputs 1\n{% endhighlight %}', '<pre><code class="language-ruby">puts 1\n</code></pre>'],
    ['{% codeblock lang:js %}\nlet a\n{% endcodeblock %}', '<pre><code class="language-js">let a\n</code></pre>'],
    ['{% raw %}{{ x }}{% endraw %}', '<p>{{ x }}</p>'],
    ['[b]({% post_url 2020-01-31-b %})', '<p><a href="https://example.org/blog/b/">b</a></p>'],
    [
      '![a]({{ site.baseurl }}/img/a.png) ![b]({{ "/img/b.png" | relative_url }})',
      '<p><img src="https://example.org/img/a.png" alt="a" /> <img src="https://example.org/img/b.png" alt="b" /></p>',
    ],
    [
      '{% asset_img a.png 标题 %}',
      '<figure><img src="https://example.org/blog/a/a.png" alt="标题" /><figcaption>标题</figcaption></figure>',
    ],
    ['{% note info %}\n提示\n{% endnote %}', '<p>提示</p>'],
    [
      '看 {{ youtube(id="dQw4w9WgXcQ") }}',
      '<p>看 <a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">▶ YouTube</a></p>',
    ],
    ['{% quote(author="V") %}\n引文\n{% end %}', '<p>引文</p>'],
    ['模板里写 {{ message }}', '<p>模板里写 {{ message }}</p>'],
  ])('%s', (markdown, expected) => expect(html(markdown)).toBe(expected));
});

describe('MDX', () => {
  const mdx = (body: string) => html(body, 'blog/a.mdx');
  it.each([
    [
      'imports and exports go',
      'import Tabs from "@theme/Tabs";\nimport {A, B} from \'x\'\n\nexport const meta = {\n  a: 1,\n}\n\n正文',
      '<p>正文</p>',
    ],
    [
      'components leave what is in them, as Markdown',
      '<Tabs>\n<TabItem value="a" label={"A"}>\n\n内容 **粗**\n\n</TabItem>\n</Tabs>',
      '<p>内容 <strong>粗</strong></p>',
    ],
    ['expressions go, texts stay', '一{props.x}二{/* c */}{"三"}', '<p>一二三</p>'],
    [
      'attributes in braces',
      '<img src={require("./a.png").default} alt="x" />',
      '<img src="https://example.org/blog/a/a.png" alt="x" />',
    ],
    ['styles in braces', '<div style={{color: "red"}} className="x">文字</div>', '<div>文字</div>'],
    [
      'known components',
      '看 <YouTube id="abc" />',
      '<p>看 <a href="https://www.youtube.com/watch?v=abc">▶ YouTube</a></p>',
    ],
    [
      'code stays',
      '```jsx\n<Foo bar={1}>{x}</Foo>\n```',
      '<pre><code class="language-jsx">&lt;Foo bar={1}&gt;{x}&lt;/Foo&gt;\n</code></pre>',
    ],
    ['braces that never close', '一 { 二', '<p>一 { 二</p>'],
  ])('%s', (_, markdown, expected) => expect(mdx(markdown)).toBe(expected));
});
