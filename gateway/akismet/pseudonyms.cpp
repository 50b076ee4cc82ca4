#include "akismet/pseudonyms.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

#include "akismet/tables.hpp"

namespace moderato::gateway::akismet {
namespace {

constexpr std::size_t id_bytes = 16;

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// 32 hex digits. Each part is told from the next by its length.
template <class Key>
std::string hash(const Key& key, std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text.append(std::to_string(part.size())).append(":").append(part);
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
           text.size(), code.data(), &size) == nullptr)
    throw std::runtime_error("OpenSSL can't compute an HMAC");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (std::size_t i = 0; i < id_bytes; ++i) {
    hex += digits[code.at(i) >> 4U];
    hex += digits[code.at(i) & 0x0FU];
  }
  return hex;
}

}  // namespace

Result<Pseudonyms> Pseudonyms::open(const std::filesystem::path& store) {
  auto database = open_store(store, akismet_tables());
  if (!database) return database.error();
  Key key{};
  if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1) throw std::runtime_error("OpenSSL has no randomness");
  try {
    sqlite::Statement put(*database, "INSERT INTO akismet_secret (one, key) VALUES (1, ?) ON CONFLICT DO NOTHING");
    put.run(std::span<const std::uint8_t>{key});
    sqlite::Statement get(*database, "SELECT key FROM akismet_secret");
    sqlite::Cursor row = get.query();
    if (!row.next() || row.blob(0).size() != key.size())
      return Error{"store.not_ours", store.string() + ": the key in akismet_secret is none; restore it from a backup"};
    std::ranges::copy(row.blob(0), key.begin());
  } catch (const sqlite::Failure& failure) {
    return Error{"store.cannot_open", "cannot open the gateway's store " + store.string() + ": " + failure.what()};
  }
  return Pseudonyms{key};
}

std::string Pseudonyms::comment(std::string_view site, const Check& check) const {
  return "akismet-" + hash(key_, {"comment", site, check.article, author(site, check), essence_of(check.text)});
}

std::string Pseudonyms::author(std::string_view site, const Check& check) const {
  if (!check.user.empty()) return "user-" + check.user;
  if (!check.author_email.empty()) return "guest-" + hash(key_, {"email", site, lower(check.author_email)});
  if (!check.author_name.empty()) return "guest-" + hash(key_, {"name", site, lower(check.author_name)});
  return "guest-" + hash(key_, {"address", site, check.author_ip});
}

std::string Pseudonyms::token(std::string_view key) const {
  return hash(key_, {"token", key});
}

}  // namespace moderato::gateway::akismet
