// npm's akismet-api, unmodified: all that its own documentation shows. Prints what came of it.
//   node akismet_api.cjs ADDRESS KEY        with NODE_PATH
// The client asks KEY.HOST, as a wildcard in the DNS would lead it to the gateway; here that is all of .test.
const dns = require("node:dns");
const lookup = dns.lookup;
dns.lookup = (name, options, done) => {
  if (typeof options === "function") [options, done] = [{}, options];
  return lookup(name.endsWith(".test") ? "127.0.0.1" : name, options, done);
};
const { AkismetClient } = require("akismet-api");

const [address, key] = process.argv.slice(2);
const options = { host: `akismet.test:${address.split(":")[1]}`, protocol: "http", blog: "https://blog.example.org" };
const client = new AkismetClient({ ...options, key, lang: "en, fr_ca", charset: "UTF-8" });
const stranger = new AkismetClient({ ...options, key: "ffffffffffff" });
const comment = (content, more = {}) => ({
  ip: "203.0.113.77", useragent: "Mozilla/5.0", referrer: "https://google.com", content, name: "Ann",
  email: "ann@private.example", url: "https://ann.example", date: "2026-11-23T08:15:00Z",
  permalink: "https://blog.example.org/hello", permalinkDate: "2026-11-22T08:15:00Z", type: "comment", ...more });

const byCallback = (ask) => new Promise((done) => ask((error, answer) => done(error ? error.message : answer)));
const failure = (promise) => promise.then(() => "no failure", (error) => error.message);

(async () => {
  const said = {
    verified: await client.verifyKey(),
    verifiedByCallback: await byCallback((done) => client.verifyKey(done)),
    stranger: await stranger.verifyKey(),
    good: await client.checkSpam(comment("Ça va?")),
    bad: await client.checkSpam(comment("Buy viagra.")),
    badByCallback: await byCallback((done) => client.checkSpam(comment("Buy viagra."), done)),
    held: await client.checkSpam(comment("Casino?")),
    strangers: await failure(stranger.checkSpam(comment("Hello."))),
    guaranteedSpam: await client.checkSpam({ ip: "123.123.123.123", email: "akismet-guaranteed-spam@example.com", isTest: true }),
    guaranteedHam: await client.checkSpam({ ip: "123.123.123.123", role: "administrator", isTest: true }),
    tried: await client.checkSpam(comment("Buy viagra now.", { isTest: true })),
    honeypot: await client.checkSpam(comment("Hello from me.", { honeypot: "filled in" })),
    honeypotByName: await client.checkSpam(comment("Hello.", { honeypot_field_name: "trap", trap: "" })),
    rechecked: await client.checkSpam(comment("Ça va?", { recheck: "edit" })),
    spam: (await client.submitSpam(comment("Ça va?"))).text,
    ham: (await client.submitHam(comment("Buy viagra."))).text,
    afterReports: [await client.checkSpam(comment("Ça va?")), await client.checkSpam(comment("Buy viagra."))],
  };
  console.log(JSON.stringify(said));
})();
