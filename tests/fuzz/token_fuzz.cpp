// A token with a wrong signature makes nobody a member, whatever it says. One that is signed may say anything at all.
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "fuzz.hpp"
#include "moderato/testing.hpp"

namespace {

using moderato::fuzz::require;
using moderato::testing::Filter;

constexpr std::string_view secret = "a secret of 32 bytes at the least";

// The filter reads its key from a file, which is gone when this returns.
Filter make_filter() {
  std::string file = (std::filesystem::temp_directory_path() / "token-fuzz-XXXXXX").string();
  const int made = ::mkstemp(file.data());
  require(made >= 0, "no temporary file");
  ::close(made);
  std::ofstream{file} << secret;
  struct Removed {
    const std::string& file;
    ~Removed() { std::filesystem::remove(file); }
  } const removed{file};
  return Filter{{{"source", "token"}, {"key_file", file}}};
}

std::string encoded(std::string_view bytes) {
  std::string out(bytes.size() / 3 * 4 + 5, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  while (out.ends_with('=')) out.pop_back();
  for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return out;
}

std::string signed_token(std::string_view header, std::string_view claims) {
  const std::string input = encoded(header) + "." + encoded(claims);
  std::array<unsigned char, EVP_MAX_MD_SIZE> signature{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(input.data()), input.size(), signature.data(), &size);
  return input + "." + encoded({reinterpret_cast<const char*>(signature.data()), size});
}

bool is_turned_away(const moderato::Finding& finding) {
  return finding.action == moderato::Action::reject || finding.action == moderato::Action::hold;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Filter filter = make_filter();
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};

  require(is_turned_away(filter.check({.text = "x", .token = std::string{bytes}})), "an unsigned token makes a member");

  const std::size_t border = bytes.find('\n');
  const std::string_view header = border == std::string_view::npos ? R"({"alg":"HS256"})" : bytes.substr(0, border);
  const std::string_view claims = border == std::string_view::npos ? bytes : bytes.substr(border + 1);
  try {
    if (is_turned_away(filter.check({.text = "x", .token = signed_token(header, claims)}))) return 0;
  } catch (const moderato::testing::CouldNotJudge&) {
    return 0;  // the issuer's word for a status is not in the filter's map
  }
  boost::json::error_code broken;
  const auto read = boost::json::parse(claims, broken);
  require(!broken && read.is_object(), "claims that are no JSON make a member");
  const auto* subject = read.as_object().if_contains("sub");
  require(subject != nullptr && subject->is_string() && std::string_view{subject->as_string()} == "author",
          "somebody else's token makes a member");
  require(read.as_object().contains("exp"), "a token without an end makes a member");
  return 0;
}
