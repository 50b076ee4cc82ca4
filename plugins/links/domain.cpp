#include "domain.hpp"

#include <libpsl.h>
#include <unicode/idna.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <vector>

namespace moderato::links {
namespace {

constexpr std::size_t longest_name = 253;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}
int hex(char c) {
  if (is_digit(c)) return c - '0';
  const char small = lower(c);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

std::string unescaped(std::string_view host) {
  std::string plain;
  plain.reserve(host.size());
  for (std::size_t i = 0; i < host.size(); ++i) {
    if (host[i] == '%' && i + 2 < host.size() && hex(host[i + 1]) >= 0 && hex(host[i + 2]) >= 0) {
      plain += static_cast<char>(hex(host[i + 1]) * 16 + hex(host[i + 2]));
      i += 2;
    } else {
      plain += host[i];
    }
  }
  return plain;
}

// Decimal, "0x..." and "0..." (octal), as browsers read parts of addresses.
std::optional<std::uint64_t> part(std::string_view text) {
  std::uint64_t base = 10, value = 0;
  if (text.starts_with("0x")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text.front() == '0') {
    base = 8;
    text.remove_prefix(1);
  } else if (text.empty()) {
    return std::nullopt;
  }
  for (const char c : text) {
    const int digit = hex(c);
    if (digit < 0 || static_cast<std::uint64_t>(digit) >= base || value > 0xffffffff) return std::nullopt;
    value = value * base + static_cast<std::uint64_t>(digit);
  }
  return value;
}

// The address that browsers make of "10.0.0.1", "167772161", "0xa000001" and "012.1".
std::optional<std::string> ipv4(std::string_view host) {
  std::array<std::uint64_t, 4> parts{};
  std::size_t count = 0;
  for (std::size_t at = 0; at <= host.size(); ++count) {
    const std::size_t dot = std::min(host.find('.', at), host.size());
    const auto value = count < 4 ? part(host.substr(at, dot - at)) : std::nullopt;
    if (!value) return std::nullopt;
    parts[count] = *value;
    at = dot + 1;
  }
  std::uint64_t address = parts[count - 1];
  if (address >= (std::uint64_t{1} << (8 * (5 - count)))) return std::nullopt;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    if (parts[i] > 255) return std::nullopt;
    address |= parts[i] << (8 * (3 - i));
  }
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8)
    text.append(std::to_string(address >> shift & 255)).append(shift > 0 ? "." : "");
  return text;
}

}  // namespace

struct Domains::Tables {
  struct FreeList {
    void operator()(psl_ctx_t* list) const { psl_free(list); }
  };
  std::unique_ptr<psl_ctx_t, FreeList> list{psl_latest(nullptr)};
  std::unique_ptr<icu::IDNA> idna;

  Tables() {
    if (!list) throw std::runtime_error("libpsl has no list of public suffixes");
    UErrorCode error = U_ZERO_ERROR;
    idna.reset(
        icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, error));
    if (U_FAILURE(error) || !idna) throw std::runtime_error(std::string{"ICU has no IDNA data: "} + u_errorName(error));
  }
};

Domains::Domains() : tables_(std::make_unique<Tables>()) {}
Domains::~Domains() = default;

Name Domains::name(std::string_view host) const {
  std::string plain = host.find('%') == host.npos ? std::string{host} : unescaped(host);
  std::transform(plain.begin(), plain.end(), plain.begin(), lower);
  while (plain.ends_with('.')) plain.pop_back();
  Name name{plain, plain};
  if (plain.starts_with('[')) {
    name.address = true;
    return name;
  }
  const bool ascii = std::all_of(plain.begin(), plain.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  if (plain.size() <= longest_name * 4 && (!ascii || plain.find("xn--") != plain.npos)) {
    const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(plain);
    icu::UnicodeString found;
    icu::IDNAInfo info;
    UErrorCode error = U_ZERO_ERROR;
    tables_->idna->nameToASCII(wide, found, info, error);
    // A label that breaks a rule comes out with U+FFFD; such a name can't be looked up and is kept as it is.
    if (U_SUCCESS(error) && found.indexOf(static_cast<char16_t>(0xfffd)) < 0) {
      name.ascii.clear();
      found.toUTF8String(name.ascii);
    }
    UErrorCode another = U_ZERO_ERROR;
    found.remove();
    tables_->idna->nameToUnicode(wide, found, info, another);
    if (U_SUCCESS(another)) {
      name.unicode.clear();
      found.toUTF8String(name.unicode);
    }
    while (name.ascii.ends_with('.')) name.ascii.pop_back();
  }
  const std::size_t dot = name.ascii.rfind('.');
  const std::string_view last = std::string_view{name.ascii}.substr(dot == std::string::npos ? 0 : dot + 1);
  if (part(last) || (!last.empty() && std::all_of(last.begin(), last.end(), is_digit))) {
    name.address = true;
    if (auto address = ipv4(name.ascii)) name.ascii = name.unicode = *address;
  }
  return name;
}

bool Domains::valid(const Name& name) {
  if (name.ascii.empty() || name.ascii.size() > longest_name) return false;
  if (name.ascii.starts_with('[')) return name.ascii.ends_with(']');
  char before = '.';
  for (const char c : name.ascii) {
    const bool letter = (c >= 'a' && c <= 'z') || is_digit(c) || c == '_';
    if (!letter && c != '-' && c != '.') return false;
    if (c == '.' && before == '.') return false;
    before = c;
  }
  return true;
}

std::string Domains::registrable(const Name& name) const {
  if (name.address) return name.ascii;
  const char* found = psl_registrable_domain(tables_->list.get(), name.ascii.c_str());
  return found != nullptr ? found : name.ascii;
}

bool Domains::is_top_level(std::string_view label) const {
  if (label.empty() || label.size() > 64 || label.find('.') != label.npos) return false;
  const std::string text{label};
  return psl_is_public_suffix2(tables_->list.get(), text.c_str(), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

bool Domains::same_owner(const Name& one, const Name& other) const {
  return is_below(one.ascii, other.ascii) || is_below(other.ascii, one.ascii) || registrable(one) == registrable(other);
}

std::size_t DomainSet::match(const Name& name) const {
  if (names_.empty()) return 0;
  for (std::string_view rest = name.ascii; !rest.empty();) {
    if (names_.find(rest) != names_.end()) return rest.size();
    const std::size_t dot = rest.find('.');
    if (name.address || dot == rest.npos) return 0;
    rest.remove_prefix(dot + 1);
  }
  return 0;
}

bool is_below(std::string_view name, std::string_view domain) {
  return name == domain ||
         (name.size() > domain.size() && name.ends_with(domain) && name[name.size() - domain.size() - 1] == '.');
}

}  // namespace moderato::links
