#include "look_alike.hpp"

#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <map>
#include <stdexcept>

namespace moderato::links {
namespace {

constexpr std::size_t longest_shape = 1'000;  // bytes; no longer name can be looked up

struct CloseSpoof {
  void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};
using Checker = std::unique_ptr<USpoofChecker, CloseSpoof>;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

std::string skeleton(const USpoofChecker& checker, std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString shape;
  uspoof_getSkeletonUnicodeString(&checker, 0, icu::UnicodeString::fromUTF8(text), shape, &error);
  std::string out;
  // "0" has the shape of a capital O, which a domain can't have.
  if (U_SUCCESS(error)) shape.toLower().toUTF8String(out);
  return out;
}

// Mixes alphabets as no language does (Japanese does, and Latin with Chinese or Korean).
bool is_mixed(const USpoofChecker& checker, std::string_view label) {
  UErrorCode error = U_ZERO_ERROR;
  const auto wide = icu::UnicodeString::fromUTF8(label);
  return uspoof_check2UnicodeString(&checker, wide, nullptr, &error) != 0 && U_SUCCESS(error);
}

// Without a Latin letter, and yet it can be read as Latin: "аррӏе".
bool passes_for_latin(const USpoofChecker& checker, std::string_view label) {
  const bool latin = std::any_of(label.begin(), label.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (latin) return false;
  const std::string shape = skeleton(checker, label);
  return !shape.empty() && is_ascii(shape);
}

// The domain of `known` that `name` has in its middle or at its start, as "paypal.com" in "paypal.com.evil.example".
std::string_view borrowed(const DomainSet& known, std::size_t most_labels, std::string_view name) {
  for (std::string_view rest = name;;) {
    std::size_t end = rest.find('.');
    for (std::size_t labels = 2; labels <= most_labels && end != rest.npos; ++labels) {
      end = rest.find('.', end + 1);
      if (end != rest.npos && known.contains(rest.substr(0, end))) return rest.substr(0, end);
    }
    const std::size_t dot = rest.find('.');
    if (dot == rest.npos) return {};
    rest.remove_prefix(dot + 1);
  }
}

}  // namespace

struct LookAlikes::Tables {
  Checker checker;
  std::map<std::string, std::string, std::less<>> shapes;  // skeletons and the domains they are of
  DomainSet known;
  std::size_t most_labels = 0;  // of any known domain
};

LookAlikes::LookAlikes(const std::vector<Name>& known) {
  auto tables = std::make_unique<Tables>();
  UErrorCode error = U_ZERO_ERROR;
  tables->checker.reset(uspoof_open(&error));
  if (U_SUCCESS(error)) uspoof_setRestrictionLevel(tables->checker.get(), USPOOF_HIGHLY_RESTRICTIVE);
  if (U_SUCCESS(error)) uspoof_setChecks(tables->checker.get(), USPOOF_RESTRICTION_LEVEL, &error);
  if (U_FAILURE(error)) throw std::runtime_error(std::string{"ICU has no confusables data: "} + u_errorName(error));
  for (const Name& name : known) {
    if (name.address) continue;
    tables->shapes.emplace(skeleton(*tables->checker, name.unicode), name.ascii);
    tables->known.insert(name.ascii);
    const auto labels = static_cast<std::size_t>(std::count(name.ascii.begin(), name.ascii.end(), '.')) + 1;
    tables->most_labels = std::max(tables->most_labels, labels);
  }
  tables_ = std::move(tables);
}
LookAlikes::~LookAlikes() = default;

std::optional<std::string> LookAlikes::likeness(const Name& name) const {
  if (name.address || name.ascii.empty()) return std::nullopt;
  const USpoofChecker& checker = *tables_->checker;
  if (!tables_->known.empty() && name.unicode.size() <= longest_shape) {
    if (tables_->known.match(name) > 0) return std::nullopt;
    // Every end of it that may be one owner's: "www.paypa1.com", "paypa1.com".
    const std::string shape = skeleton(checker, name.unicode);
    for (std::string_view rest = shape; rest.find('.') != rest.npos; rest.remove_prefix(rest.find('.') + 1))
      if (const auto at = tables_->shapes.find(rest); at != tables_->shapes.end()) return at->second;
    if (const auto known = borrowed(tables_->known, tables_->most_labels, name.ascii); !known.empty())
      return std::string{known};
  }
  if (is_ascii(name.unicode)) return std::nullopt;
  const std::size_t last = name.unicode.rfind('.');
  const bool latin_end = last != std::string::npos && is_ascii(std::string_view{name.unicode}.substr(last));
  for (std::string_view rest = name.unicode; !rest.empty();) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    const std::string_view label = rest.substr(0, dot);
    if (!is_ascii(label) && (is_mixed(checker, label) || (latin_end && passes_for_latin(checker, label)))) return "";
    rest.remove_prefix(std::min(dot + 1, rest.size()));
  }
  return std::nullopt;
}

}  // namespace moderato::links
