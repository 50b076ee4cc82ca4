#include "api/utf16.hpp"

#include <algorithm>

#include "moderato/text/utf8.hpp"

namespace moderato::gateway::api {
namespace {

// Counts on from one place to a later one.
class Counter {
 public:
  explicit Counter(std::string_view text) : text_(text) {}

  std::size_t units_until(std::size_t byte) {
    for (; at_ < byte; ++at_) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (!text::is_continuation(text_[at_])) units_ += c >= 0xF0U ? 2 : 1;
    }
    return units_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t units_ = 0;
};

}  // namespace

std::vector<Places> in_utf16(std::string_view all, std::vector<Places> spans) {
  const auto inside = [all](std::size_t byte) { return byte < all.size() && text::is_continuation(all[byte]); };
  std::erase_if(spans, [&](const Places& span) {
    return span.first >= span.second || span.second > all.size() || inside(span.first) || inside(span.second);
  });
  std::ranges::sort(spans);
  std::vector<Places> apart;
  for (const Places& span : spans) {
    if (!apart.empty() && span.first < apart.back().second)
      apart.back().second = std::max(apart.back().second, span.second);
    else
      apart.push_back(span);
  }
  Counter counter{all};
  for (Places& span : apart) {
    span.first = counter.units_until(span.first);
    span.second = counter.units_until(span.second);
  }
  return apart;
}

}  // namespace moderato::gateway::api
