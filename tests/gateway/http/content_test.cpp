// Bodies that are made once: their two forms, their ETags; and files made of them.
#include "http/content.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "http/static_files.hpp"
#include "support/temporary_folder.hpp"

namespace moderato::gateway::http {
namespace {

using ::testing::StartsWith;

Request asking(std::initializer_list<std::pair<std::string, std::string>> headers = {}) {
  Request request;
  for (const auto& [name, value] : headers) request.headers.add(name, value);
  return request;
}
std::string header(const Response& response, std::string_view name) {
  return std::string{response.headers().find(name).value_or("(none)")};
}

const std::string long_text(50'000, 'x');

TEST(Content, IsSentAsItIs) {
  const Content content = Content::make("text/plain", "hello");
  const Response response = content.answer(asking({{"Accept-Encoding", "gzip"}}), "no-cache");
  EXPECT_EQ(response.status(), 200U);
  EXPECT_EQ(*response.body(), "hello");
  EXPECT_EQ(header(response, "Content-Type"), "text/plain");
  EXPECT_EQ(header(response, "Cache-Control"), "no-cache");
  EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(response, "ETag"), etag_of("hello"));
  EXPECT_EQ(header(response, "Content-Encoding"), "(none)") << "gzip would make it longer";
  EXPECT_EQ(header(response, "Vary"), "(none)");
}

TEST(Content, IsShorterForThoseThatReadGzip) {
  const Content content = Content::make("text/plain", long_text);
  const Response plain = content.answer(asking(), "no-cache");
  const Response shorter = content.answer(asking({{"Accept-Encoding", "br, gzip;q=0.8"}}), "no-cache");
  EXPECT_EQ(plain.body(), content.text()) << "without a copy";
  EXPECT_LT(shorter.body()->size(), 500U);
  EXPECT_THAT(*shorter.body(), StartsWith("\x1f\x8b"));
  EXPECT_EQ(header(shorter, "Content-Encoding"), "gzip");
  EXPECT_EQ(header(shorter, "Vary"), "Accept-Encoding");
  EXPECT_EQ(header(plain, "Vary"), "Accept-Encoding");
  EXPECT_NE(header(plain, "ETag"), header(shorter, "ETag")) << "strong: other bytes, another ETag";
}

TEST(Content, IsNotSentAgain) {
  const Content content = Content::make("text/plain", long_text);
  const std::string etag = header(content.answer(asking(), ""), "ETag");
  for (const std::string& known : {etag, "W/" + etag, "\"other\", " + etag, std::string{"*"}}) {
    const Response response = content.answer(asking({{"If-None-Match", known}}), "max-age=5");
    EXPECT_EQ(response.status(), 304U) << known;
    EXPECT_FALSE(response.body());
    EXPECT_EQ(header(response, "ETag"), etag);
    EXPECT_EQ(header(response, "Cache-Control"), "max-age=5");
  }
  EXPECT_EQ(content.answer(asking({{"If-None-Match", "\"other\""}}), "").status(), 200U);
}

TEST(AcceptEncoding, IsReadAsItIsMeant) {
  for (const char* yes : {"gzip", "GZIP", "deflate, gzip", "gzip;q=0.001", "*", "br;q=1.0, *;q=0.5", "*;q=0, gzip"})
    EXPECT_TRUE(accepts_gzip(asking({{"Accept-Encoding", yes}}))) << yes;
  for (const char* no : {"", "identity", "gzip;q=0", "gzip; q=0.000", "*;q=0", "*, gzip;q=0", "xgzip", "gzipx"})
    EXPECT_FALSE(accepts_gzip(asking({{"Accept-Encoding", no}}))) << no;
  EXPECT_FALSE(accepts_gzip(asking()));
}

TEST(StaticFiles, ComeFromAFolder) {
  const moderato::testing::TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "pages");
  std::ofstream{folder.path() / "pages/a.HTML"} << "<p>";
  std::ofstream{folder.path() / "b.mjs"} << "1";
  StaticFiles files;
  ASSERT_TRUE(files.load(folder.path()));
  ASSERT_NE(files.find("pages/a.HTML"), nullptr);
  EXPECT_EQ(*files.find("pages/a.HTML")->text(), "<p>");
  EXPECT_EQ(header(files.find("b.mjs")->answer(asking(), ""), "Content-Type"), "text/javascript; charset=utf-8");
  for (const char* none : {"", "pages", "/b.mjs", "pages/../b.mjs", "B.MJS"}) EXPECT_EQ(files.find(none), nullptr);
  EXPECT_EQ(files.load(folder.path() / "none").error().code, "http.cannot_read");
}

TEST(StaticFiles, HaveTheirTypes) {
  EXPECT_EQ(type_of("a/b.html"), "text/html; charset=utf-8");
  EXPECT_EQ(type_of("a.css/b.svg"), "image/svg+xml");
  for (const char* unknown : {"", "html", "a.", "a.html/b", "a.exe"})
    EXPECT_EQ(type_of(unknown), "application/octet-stream") << unknown;
}

}  // namespace
}  // namespace moderato::gateway::http
