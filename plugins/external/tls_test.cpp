#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "moderato/testing.hpp"
#include "test_server.hpp"

namespace moderato::external {
namespace {

namespace ssl = boost::asio::ssl;
using testing::CouldNotJudge;
using testing::Filter;

// A certificate that vouches for itself, made for these names, with its key.
class Certificate {
 public:
  explicit Certificate(const std::string& names) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    const std::unique_ptr<X509, decltype(&X509_free)> made{X509_new(), X509_free};
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 24L * 3600);
    X509_set_pubkey(made.get(), key.get());
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> alternatives{
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()), X509_EXTENSION_free};
    X509_add_ext(made.get(), alternatives.get(), -1);
    X509_sign(made.get(), key.get(), EVP_sha256());

    std::string path = (std::filesystem::temp_directory_path() / "moderato-XXXXXX").string();
    folder_ = ::mkdtemp(path.data());
    FILE* const file = std::fopen(this->path().c_str(), "w");
    PEM_write_X509(file, made.get());
    std::fclose(file);

    context_.use_certificate_chain_file(this->path());
    SSL_CTX_use_PrivateKey(context_.native_handle(), key.get());
  }
  ~Certificate() { std::filesystem::remove_all(folder_); }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  [[nodiscard]] std::string path() const { return (folder_ / "certificate.pem").string(); }
  [[nodiscard]] ssl::context* context() { return &context_; }

 private:
  std::filesystem::path folder_;
  ssl::context context_{ssl::context::tls_server};
};

testing::Settings settings_for(const std::string& url, const std::string& ca_file, int timeout_ms = 60'000) {
  testing::Settings settings{{"url", url}, {"secret", "s"}, {"timeout_ms", timeout_ms}};
  if (!ca_file.empty()) settings["ca_file"] = ca_file;
  return settings;
}
std::string failure(const testing::Settings& settings) {
  Filter filter{settings};
  try {
    (void)filter.check({.text = "x"});
  } catch (const CouldNotJudge& error) {
    return error.what();
  }
  return "no failure";
}

TEST(ExternalTls, AsksAServiceThatItTrusts) {
  Certificate certificate{"DNS:localhost,IP:127.0.0.1"};
  const TestServer server{always(http_answer("200 OK", R"({"status": "REJECTED"})")), certificate.context()};
  for (const char* host : {"localhost", "127.0.0.1"}) {
    Filter filter{settings_for(server.url(host), certificate.path())};
    for (int i = 0; i < 3; ++i) EXPECT_EQ(filter.check({.text = "x"}).action, Action::reject);
  }
  EXPECT_EQ(server.connections(), 2) << "one for each filter";
  EXPECT_EQ(server.requests().size(), 6U);
}

TEST(ExternalTls, TellsNothingToAStranger) {
  Certificate certificate{"DNS:localhost"};
  const Certificate another{"DNS:localhost"};
  const TestServer server{always(http_answer("200 OK", "{}")), certificate.context()};
  for (const std::string& trusted : {std::string{}, another.path()})
    EXPECT_NE(failure(settings_for(server.url("localhost"), trusted)).find("has a certificate not to trust: self"),
              std::string::npos);
  EXPECT_TRUE(server.requests().empty());
}

TEST(ExternalTls, TellsNothingToAnotherHost) {
  Certificate certificate{"DNS:other.example"};
  const TestServer server{always(http_answer("200 OK", "{}")), certificate.context()};
  for (const char* host : {"localhost", "127.0.0.1"})
    EXPECT_NE(failure(settings_for(server.url(host), certificate.path())).find("has a certificate not to trust: "),
              std::string::npos);
  EXPECT_TRUE(server.requests().empty());
}

TEST(ExternalTls, WaitsOnlySoLongForAHandshake) {
  const TestServer server{[](Peer& peer) { peer.wait_for_the_end(); }};
  const std::string url = "https" + server.url().substr(4);
  EXPECT_NE(failure(settings_for(url, "", 100)).find("did not answer in time: it was in the TLS handshake"),
            std::string::npos);
}

TEST(ExternalTls, KnowsAServiceWithoutTls) {
  const TestServer server{always(http_answer("200 OK", "{}"))};
  const TestServer nonsense{[](Peer& peer) {
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    peer.wait_for_the_end();
  }};
  EXPECT_NE(failure(settings_for("https" + nonsense.url().substr(4), "")).find("does not speak TLS with us"),
            std::string::npos);
}

}  // namespace
}  // namespace moderato::external
