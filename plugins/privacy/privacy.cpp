// The privacy filter: personal data in a comment's text that everyone would read. Stateless.
#include <algorithm>
#include <string>
#include <vector>

#include "find.hpp"
#include "moderato/filter.hpp"
#include "plain.hpp"
#include "settings.hpp"
#include "wording.hpp"

namespace moderato::privacy {
namespace {

// Runs the finders, the surest first: what one has found is not looked at as anything else.
class Search {
 public:
  explicit Search(const Plain& plain) : plain_(plain), taken_(plain.text.size()) {
    add(find_ibans);
    add(find_cards);
    add(find_emails);
    add(find_phones);
    add(find_addresses);
  }
  std::vector<Find> finds() && {
    std::ranges::sort(finds_, {}, &Find::begin);
    return std::move(finds_);
  }

 private:
  void add(void (*find)(const Plain&, std::vector<Find>&)) {
    std::vector<Find> found;
    find(plain_, found);
    for (Find& each : found) {
      const auto begin = taken_.begin() + static_cast<std::ptrdiff_t>(each.begin);
      const auto end = taken_.begin() + static_cast<std::ptrdiff_t>(each.end);
      if (std::find(begin, end, true) != end) continue;
      std::fill(begin, end, true);
      finds_.push_back(std::move(each));
    }
  }

  const Plain& plain_;
  std::vector<bool> taken_;
  std::vector<Find> finds_;
};

class Privacy final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true};

  explicit Privacy(Options& options) : settings_(options) {}

  Finding check(const Comment& comment) override {
    const Plain plain{comment.text()};
    std::vector<Find> finds = Search{plain}.finds();
    std::erase_if(finds, [&](const Find& find) {
      return settings_.of(find.kind) == Action::pass || settings_.allow.contains(find);
    });
    if (finds.empty()) return Finding::pass();

    const auto gravity = [&](const Find& find) { return std::pair{settings_.of(find.kind), find.kind}; };
    const Kind gravest = std::ranges::max_element(finds, {}, gravity)->kind;
    const Action action = settings_.of(gravest);
    const bool mask = settings_.notes && action == Action::hold;
    Finding finding = Finding::of(mask ? Action::pass : action, std::string{mask ? "privacy.mask" : code_of(gravest)},
                                  message_of(finds));
    finding.spans = spans_of(finds, plain);
    return finding;
  }

 private:
  // One for each find; for neighbours together where these are more than an answer may have: what is masked by them may
  // be too much, but never too little.
  static std::vector<Span> spans_of(const std::vector<Find>& finds, const Plain& plain) {
    constexpr std::size_t most_spans = 1'000;
    const std::size_t together = (finds.size() + most_spans - 1) / most_spans;
    std::vector<Span> spans;
    for (std::size_t first = 0; first < finds.size(); first += together) {
      const std::size_t last = std::min(first + together, finds.size()) - 1;
      spans.push_back(plain.original(finds[first].begin, finds[last].end));
    }
    return spans;
  }

  const Settings settings_;
};

}  // namespace
}  // namespace moderato::privacy

MODERATO_FILTER(moderato::privacy::Privacy, "privacy", "1.0",
                "Finds e-mail addresses, phone numbers and other personal data")
