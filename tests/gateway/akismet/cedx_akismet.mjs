// npm's @cedx/akismet, unmodified but for its option baseUrl: all that it can do. Prints what came of it.
//   node cedx_akismet.mjs ADDRESS KEY MODULES
import { pathToFileURL } from "node:url";

const [address, key, modules] = process.argv.slice(2);
const { Author, Blog, CheckResult, Client, Comment } = await import(pathToFileURL(`${modules}/@cedx/akismet/lib/index.js`));

const blog = new Blog({ url: "https://blog.example.org", charset: "UTF-8", languages: ["en", "fr"] });
const made = (ofKey, more = {}) => new Client(ofKey, blog, { baseUrl: `http://${address}`, ...more });
const client = made(key);
const tester = made(key, { isTest: true });
const author = (more = {}) => new Author({
  email: "ann@private.example", ipAddress: "203.0.113.77", name: "Ann", url: "https://ann.example",
  userAgent: "Mozilla/5.0", ...more });
const comment = (content, more = {}) => new Comment({
  author: author(), content, date: new Date("2026-11-23T08:15:00Z"), permalink: "https://blog.example.org/hello",
  postModified: new Date("2026-11-22T08:15:00Z"), referrer: "https://google.com", type: "comment",
  context: ["Where in the world?", "A map"], ...more });
const name = (result) => Object.keys(CheckResult).find((each) => CheckResult[each] === result);
const check = async (asker, what) => name(await asker.checkComment(what));

const said = {
  verified: await client.verifyKey(),
  stranger: await made("ffffffffffff").verifyKey(),
  good: await check(client, comment("Ça va?")),
  bad: await check(client, comment("Buy viagra.")),
  held: await check(client, comment("Casino?")),
  rechecked: await check(client, comment("Ça va?", { recheckReason: "edit" })),
  strangers: await made("ffffffffffff").checkComment(comment("Hello.")).then(() => "no failure", (error) => error.message),
  guaranteedSpam: await check(tester, comment("Hello.", { author: author({ name: "viagra-test-123" }) })),
  guaranteedHam: await check(tester, comment("Buy viagra.", { author: author({ role: "administrator" }) })),
  tried: await check(tester, comment("Buy viagra now.")),
  spam: await client.submitSpam(comment("Ça va?")).then(() => "taken"),
  ham: await client.submitHam(comment("Buy viagra.")).then(() => "taken"),
  afterReports: [await check(client, comment("Ça va?")), await check(client, comment("Buy viagra."))],
};
console.log(JSON.stringify(said));
