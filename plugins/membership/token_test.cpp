// Tokens, signed here by a library that shares no code with the filter (Rhonabwy on GnuTLS).
#include <gtest/gtest.h>
#include <rhonabwy.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "moderato/testing.hpp"
#include "test_files.hpp"

namespace moderato::membership {
namespace {

using moderato::testing::CouldNotJudge;
using moderato::testing::Filter;
using moderato::testing::Settings;

template <auto free>
struct With {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using Key = std::unique_ptr<jwk_t, With<r_jwk_free>>;
using Text = std::unique_ptr<char, With<r_free>>;

struct Pair {
  Key secret;
  Key open;
};

Key empty_key() {
  jwk_t* raw = nullptr;
  if (r_jwk_init(&raw) != RHN_OK) throw std::runtime_error("r_jwk_init");
  return Key{raw};
}

Pair generate(int type, unsigned bits) {
  Pair pair{empty_key(), empty_key()};
  if (r_jwk_generate_key_pair(pair.secret.get(), pair.open.get(), type, bits, nullptr) != RHN_OK)
    throw std::runtime_error("r_jwk_generate_key_pair");
  return pair;
}

Key shared_key(const std::string& secret) {
  Key key = empty_key();
  if (r_jwk_import_from_symmetric_key(key.get(), reinterpret_cast<const unsigned char*>(secret.data()),
                                      secret.size()) != RHN_OK)
    throw std::runtime_error("r_jwk_import_from_symmetric_key");
  return key;
}

std::string json_of(const Key& key) {
  return Text{r_jwk_export_to_json_str(key.get(), 0)}.get();
}

std::string pem_of(const Key& key) {
  std::string pem(8192, '\0');
  std::size_t size = pem.size();
  if (r_jwk_export_to_pem_der(key.get(), R_FORMAT_PEM, reinterpret_cast<unsigned char*>(pem.data()), &size, 0) !=
      RHN_OK)
    throw std::runtime_error("r_jwk_export_to_pem_der");
  pem.resize(size);
  return pem;
}

// `header` is added to; `claimed` stands in it as the algorithm, whichever signed.
std::string sign(jwa_alg algorithm, const Key& key, const std::string& claims, const std::string& header = {},
                 const std::string& claimed = {}) {
  jws_t* raw = nullptr;
  r_jws_init(&raw);
  const std::unique_ptr<jws_t, With<r_jws_free>> token{raw};
  if (!header.empty()) r_jws_set_full_header_json_str(raw, header.c_str());
  r_jws_set_alg(raw, algorithm);
  if (!claimed.empty()) r_jws_set_header_str_value(raw, "alg", claimed.c_str());
  r_jws_set_payload(raw, reinterpret_cast<const unsigned char*>(claims.data()), claims.size());
  const Text text{r_jws_serialize_unsecure(raw, key.get(), 0)};
  if (text == nullptr) throw std::runtime_error("r_jws_serialize");
  return text.get();
}

constexpr const char* secret = "0123456789abcdef0123456789abcdef";
constexpr std::int64_t now = 1'700'000'000;  // what testing::Given says, in seconds

// The claims of an active member called anna, with more before or in place of them.
std::string claims(const std::string& more = {}, const std::string& sub = "\"anna\"", std::int64_t exp = now + 600) {
  return "{" + (more.empty() ? "" : more + ",") + "\"sub\":" + sub + ",\"exp\":" + std::to_string(exp) + "}";
}
const std::string active = "\"status\":\"active\"";

class TokenTest : public ::testing::Test {
 protected:
  Settings settings(const std::string& algorithm, const std::string& file, const Settings& more = {}) {
    Settings all{{"source", "token"}, {"algorithm", algorithm}, {"key_file", folder_.write("key", file)}};
    all.insert(more.begin(), more.end());
    return all;
  }
  Filter shared(const Settings& more = {}) { return Filter{settings("HS256", secret, more)}; }
  static std::string hs256(const std::string& claims) { return sign(R_JWA_ALG_HS256, shared_key(secret), claims); }
  // The finding's message; empty for a pass.
  static std::string says(Filter& filter, const std::string& token, const std::string& author = "anna") {
    return filter.check({.text = "hello", .author = author, .token = token}).message;
  }
  static void expect_refused(Filter& filter, const std::string& token, const std::string& why,
                             const std::string& author = "anna") {
    const Finding finding = filter.check({.text = "hello", .author = author, .token = token});
    EXPECT_EQ(finding.code, "membership.unknown") << token;
    EXPECT_EQ(finding.action, Action::reject);
    EXPECT_NE(finding.message.find(why), std::string::npos) << finding.message;
  }
  std::string refusal(const std::string& algorithm, const std::string& file, const Settings& more = {}) {
    try {
      const Filter filter{settings(algorithm, file, more)};
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "nothing refused";
  }
  static void expect_says(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  }

  testing::Folder folder_;
};

TEST_F(TokenTest, EachAlgorithmLetsAMemberIn) {
  struct Case {
    const char* name;
    jwa_alg algorithm;
    Pair keys;
  };
  std::vector<Case> cases;
  cases.push_back({"RS256", R_JWA_ALG_RS256, generate(R_KEY_TYPE_RSA, 2048)});
  cases.push_back({"EdDSA", R_JWA_ALG_EDDSA, generate(R_KEY_TYPE_EDDSA, 256)});
  for (const Case& each : cases) {
    const std::string token = sign(each.algorithm, each.keys.secret, claims(active));
    const std::string other = sign(each.algorithm,
                                   generate(each.algorithm == R_JWA_ALG_RS256 ? R_KEY_TYPE_RSA : R_KEY_TYPE_EDDSA,
                                            each.algorithm == R_JWA_ALG_RS256 ? 2048 : 256)
                                       .secret,
                                   claims(active));
    for (const std::string& file : {pem_of(each.keys.open), json_of(each.keys.open),
                                    "{\"keys\":[{\"kty\":\"EC\"}," + json_of(each.keys.open) + "]}"}) {
      Filter filter{settings(each.name, file)};
      EXPECT_EQ(says(filter, token), "") << each.name << file;
      expect_refused(filter, other, "signature does not hold");
    }
  }
  for (const std::string& file : {std::string{secret}, std::string{secret} + "\n", json_of(shared_key(secret))}) {
    Filter filter{settings("HS256", file)};
    EXPECT_EQ(says(filter, hs256(claims(active))), "") << file;
    expect_refused(filter, sign(R_JWA_ALG_HS256, shared_key("another secret, of 32 bytes as well"), claims(active)),
                   "signature does not hold");
  }
}

TEST_F(TokenTest, SeveralKeysMakeRotationPossible) {
  const Pair old_keys = generate(R_KEY_TYPE_EDDSA, 256);
  const Pair new_keys = generate(R_KEY_TYPE_EDDSA, 256);
  Filter filter{settings("EdDSA", pem_of(old_keys.open) + pem_of(new_keys.open))};
  EXPECT_EQ(says(filter, sign(R_JWA_ALG_EDDSA, old_keys.secret, claims(active))), "");
  EXPECT_EQ(says(filter, sign(R_JWA_ALG_EDDSA, new_keys.secret, claims(active))), "");
}

TEST_F(TokenTest, NoneAndConfusedAlgorithmsAreRefused) {
  const Pair rsa = generate(R_KEY_TYPE_RSA, 2048);
  const std::string pem = pem_of(rsa.open);
  Filter filter{settings("RS256", pem)};
  const std::string genuine = sign(R_JWA_ALG_RS256, rsa.secret, claims(active));
  ASSERT_EQ(says(filter, genuine), "");

  const std::string none = sign(R_JWA_ALG_NONE, Key{}, claims(active));
  expect_refused(filter, none, "signature does not hold");
  // "none" with the genuine signature, and without the last dot.
  expect_refused(filter, none + genuine.substr(genuine.rfind('.') + 1), "signature does not hold");
  expect_refused(filter, none.substr(0, none.size() - 1), "broken");
  // The public key, which everybody knows, used as an HMAC secret.
  for (const std::string& known : {pem, pem.substr(0, pem.size() - 1), json_of(rsa.open)})
    expect_refused(filter, sign(R_JWA_ALG_HS256, shared_key(known), claims(active)), "signature does not hold");
  // Right key, another algorithm.
  expect_refused(filter, sign(R_JWA_ALG_RS512, rsa.secret, claims(active)), "signature does not hold");
  expect_refused(filter, sign(R_JWA_ALG_PS256, rsa.secret, claims(active)), "signature does not hold");
  // A key that the token brings along.
  const Pair own = generate(R_KEY_TYPE_RSA, 2048);
  expect_refused(filter, sign(R_JWA_ALG_RS256, own.secret, claims(active), "{\"jwk\":" + json_of(own.open) + "}"),
                 "signature does not hold");

  Filter symmetric = shared();
  expect_refused(symmetric, none, "signature does not hold");
  expect_refused(symmetric, sign(R_JWA_ALG_HS512, shared_key(secret), claims(active)), "signature does not hold");
  // Signed by the right secret in the right way, but claiming to be something else, or asking for what isn't known.
  const Key key = shared_key(secret);
  expect_refused(symmetric, sign(R_JWA_ALG_HS256, key, claims(active), R"({"crit":["exp"]})"), "of a kind");
  for (const char* claimed : {"none", "HS512", "RS256", "hs256"})
    expect_refused(symmetric, sign(R_JWA_ALG_HS256, key, claims(active), {}, claimed), "of a kind");
}

TEST_F(TokenTest, TheTimesAreKeptWithLeeway) {
  Filter filter = shared({{"leeway", "30s"}});
  EXPECT_EQ(says(filter, hs256(claims(active, "\"anna\"", now - 29))), "");
  expect_refused(filter, hs256(claims(active, "\"anna\"", now - 30)), "expired");
  EXPECT_EQ(says(filter, hs256(claims(active + ",\"nbf\":" + std::to_string(now + 30)))), "");
  expect_refused(filter, hs256(claims(active + ",\"nbf\":" + std::to_string(now + 31))), "not valid yet");
  expect_refused(filter, hs256(claims(active + ",\"nbf\":\"today\"")), "broken");
  expect_refused(filter, hs256("{\"sub\":\"anna\",\"status\":\"active\"}"), "when it expires");
  expect_refused(filter, hs256("{\"sub\":\"anna\",\"status\":\"active\",\"exp\":\"9999999999\"}"), "when it expires");
  EXPECT_EQ(says(filter, hs256("{\"sub\":\"anna\",\"status\":\"active\",\"exp\":1e300}")), "");
}

TEST_F(TokenTest, ARememberedTokenStillExpires) {
  Filter filter = shared({{"leeway", "0s"}});
  const std::string token = hs256(claims(active));
  const auto at = [&](std::int64_t seconds) {
    return filter.check({.text = "x", .author = "anna", .token = token, .now = seconds * 1'000'000}).code;
  };
  EXPECT_EQ(at(now), "");
  EXPECT_EQ(at(now), "");
  EXPECT_EQ(at(now + 599), "");
  EXPECT_EQ(at(now + 600), "membership.unknown");
  expect_refused(filter, token, "somebody else's", "ben");
}

TEST_F(TokenTest, AudienceIssuerAndSubjectMustFit) {
  Filter filter = shared({{"audience", "comments"}, {"issuer", "https://news.example"}});
  const std::string issuer = ",\"iss\":\"https://news.example\"";
  EXPECT_EQ(says(filter, hs256(claims(active + issuer + ",\"aud\":\"comments\""))), "");
  EXPECT_EQ(says(filter, hs256(claims(active + issuer + R"(,"aud":["shop","comments"])"))), "");
  expect_refused(filter, hs256(claims(active + issuer + ",\"aud\":\"shop\"")), "another audience");
  expect_refused(filter, hs256(claims(active + issuer)), "another audience");
  expect_refused(filter, hs256(claims(active + ",\"aud\":\"comments\",\"iss\":\"https://evil.example\"")),
                 "another issuer");
  expect_refused(filter, hs256(claims(active + ",\"aud\":\"comments\"")), "another issuer");

  Filter plain = shared();
  expect_refused(plain, hs256(claims(active)), "somebody else's", "ben");
  expect_refused(plain, hs256("{\"status\":\"active\",\"exp\":9999999999}"), "whose it is");
  expect_refused(plain, hs256(claims(active + ",\"aud\":\"shop\"")), "another audience");
  EXPECT_EQ(says(plain, hs256(claims(active, "42")), "42"), "");
}

TEST_F(TokenTest, ClaimsAreMapped) {
  Filter filter = shared({{"claims.subject", "https://news.example/uid"},
                          {"claims.status", "plan"},
                          {"claims.role", "groups"},
                          {"claims.expires_at", "paid_until"},
                          {"status_map.active", std::vector<std::string>{"gold"}},
                          {"approve_staff", true}});
  const auto of = [&](const std::string& more) {
    return filter.check({.text = "x",
                         .author = "u1",
                         .token = hs256("{\"https://news.example/uid\":\"u1\",\"exp\":9999999999," + more + "}")});
  };
  EXPECT_EQ(of(R"("plan":"gold")").action, Action::pass);
  EXPECT_EQ(of(R"("plan":"gold","paid_until":1600000000)").code, "membership.lapsed");
  EXPECT_EQ(of(R"("plan":"banned")").code, "membership.banned");
  EXPECT_EQ(of(R"("plan":"gold","groups":["readers","editor"])").code, "membership.staff");
  EXPECT_EQ(of(R"("groups":"editor")").code, "membership.unknown");
  EXPECT_THROW(of(R"("plan":"platinum")"), CouldNotJudge);

  Filter everybody = shared({{"claims.status", ""}});
  EXPECT_EQ(says(everybody, hs256(claims())), "");
}

TEST_F(TokenTest, GarbageIsRefused) {
  Filter filter = shared();
  expect_refused(filter, "", "no sign-in token");
  const std::string good = hs256(claims(active));
  for (const std::string& bad :
       {std::string{"x"}, std::string{".."}, std::string{"..."}, std::string(100, '.'), std::string{"a.b.c"},
        good + "=", good + ".", " " + good, good + "\n", std::string("a.b.\0", 5), std::string(16'384, 'a'),
        std::string(20'000, 'a'), std::string{"\xff\xfe.\x80.\x80"}, good.substr(0, good.size() - 1)})
    EXPECT_EQ(filter.check({.text = "x", .author = "anna", .token = bad}).code, "membership.unknown")
        << bad.substr(0, 80);
  // Each single letter of it counts; the last one carries two bits that don't.
  for (std::size_t i = 0; i + 1 < good.size(); ++i) {
    std::string bent = good;
    bent[i] = bent[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(filter.check({.text = "x", .author = "anna", .token = bent}).code, "membership.unknown") << i;
  }
  // Genuinely signed, but no claims.
  for (const char* payload : {"[]", "7", "null", "{", "{\"a\":", "\xff", "{}"})
    EXPECT_EQ(filter.check({.text = "x", .author = "anna", .token = hs256(payload)}).code, "membership.unknown")
        << payload;
  EXPECT_EQ(filter.check({.text = "x", .author = "anna", .token = hs256(std::string(3000, '['))}).code,
            "membership.unknown");
}

TEST_F(TokenTest, UnfitKeyFilesAreRefusedWithASentence) {
  const Pair rsa = generate(R_KEY_TYPE_RSA, 2048);
  const Pair edwards = generate(R_KEY_TYPE_EDDSA, 256);
  const std::string file = folder_ / "key";
  expect_says(refusal("HS256", "short"), "key_file " + file + " holds a secret of 5 bytes");
  expect_says(refusal("HS256", pem_of(rsa.open)), "which is no secret");
  expect_says(refusal("HS256", json_of(rsa.open)), "no key for HS256");
  expect_says(refusal("RS256", secret), "no key for RS256");
  expect_says(refusal("RS256", pem_of(edwards.open)), "no key for RS256");
  expect_says(refusal("RS256", pem_of(rsa.secret)), "no key for RS256");
  expect_says(refusal("RS256", pem_of(generate(R_KEY_TYPE_RSA, 1024).open)), "1024 bits");
  expect_says(refusal("EdDSA", json_of(rsa.open)), "no key for EdDSA");
  expect_says(refusal("EdDSA", "{\"kty\":"), "broken JSON");
  expect_says(refusal("EdDSA", R"({"kty":"OKP","crv":"Ed25519","x":"AAAA"})"), "OpenSSL can't read");
  expect_says(refusal("EdDSA", R"({"kty":"OKP","crv":"Ed25519","x":"*"})"), "no base64url");
  expect_says(refusal("EdDSA", ""), "finds nothing in " + file);
  expect_says(refusal("EdDSA", std::string(100'000, 'x')), "more than 64 KiB");
  expect_says(refusal("HS256", secret, {{"claims.subject", ""}}), "claims.subject is empty");
  const auto without = [](const Settings& all) {
    try {
      const Filter filter{all};
    } catch (const std::invalid_argument& error) {
      return std::string{error.what()};
    }
    return std::string{"nothing refused"};
  };
  expect_says(without({{"source", "token"}}), "key_file is missing");
  expect_says(without({{"source", "token"}, {"key_file", folder_ / "none"}}),
              "can't read " + (folder_ / "none") + ": No such file");
  expect_says(without({{"source", "token"}, {"algorithm", "none"}, {"key_file", file}}), "algorithm");
}

TEST_F(TokenTest, ManyThreadsVerifyAtOnce) {
  const Pair keys = generate(R_KEY_TYPE_EDDSA, 256);
  Filter filter{settings("EdDSA", pem_of(keys.open), {{"cache_size", 8}})};
  std::vector<std::string> tokens;
  for (int i = 0; i < 16; ++i)
    tokens.push_back(sign(R_JWA_ALG_EDDSA, keys.secret, claims(active, "\"" + std::to_string(i) + "\"")));
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (std::size_t i = 0; i < 200; ++i) {
        if (!says(filter, tokens[i % 16], std::to_string(i % 16)).empty()) ++wrong;
        if (says(filter, tokens[i % 16], std::to_string((i + 1) % 16)).empty()) ++wrong;
      }
    });
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace moderato::membership
