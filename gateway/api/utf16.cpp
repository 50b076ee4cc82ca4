#include "api/utf16.hpp"

#include <algorithm>

namespace moderato::gateway::api {
namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Counts on from one place to a later one.
class Counter {
 public:
  explicit Counter(std::string_view text) : text_(text) {}

  std::size_t units_until(std::size_t byte) {
    for (; at_ < byte; ++at_) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (!continues(text_[at_])) units_ += c >= 0xF0U ? 2 : 1;
    }
    return units_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t units_ = 0;
};

}  // namespace

std::vector<Places> in_utf16(std::string_view text, std::vector<Places> spans) {
  const auto inside = [text](std::size_t byte) { return byte < text.size() && continues(text[byte]); };
  std::erase_if(spans, [&](const Places& span) {
    return span.first >= span.second || span.second > text.size() || inside(span.first) || inside(span.second);
  });
  std::ranges::sort(spans);
  std::vector<Places> apart;
  for (const Places& span : spans) {
    if (!apart.empty() && span.first < apart.back().second)
      apart.back().second = std::max(apart.back().second, span.second);
    else
      apart.push_back(span);
  }
  Counter counter{text};
  for (Places& span : apart) {
    span.first = counter.units_until(span.first);
    span.second = counter.units_until(span.second);
  }
  return apart;
}

}  // namespace moderato::gateway::api
