// The language filter: comments have to be in a language of the site. Stateless.
#include "moderato/filter.hpp"
#include "moderato/loans.hpp"
#include "moderato/text/fold.hpp"
#include "passages.hpp"
#include "running_text.hpp"
#include "settings.hpp"
#include "wording.hpp"

namespace moderato::language {
namespace {

struct Scratch {
  std::string text;
  text::Folded folded;
};

class LanguageFilter final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true, .wants_context = true};

  explicit LanguageFilter(Options& options) : settings_(options) {}

  Finding check(const Comment& comment) override {
    const auto loan = scratches_.lend();
    Scratch& scratch = *loan;
    running_text(comment.text(), comment.parent_text().value_or(std::string_view{}), scratch.text);
    if (count_letters(scratch.text) < settings_.min_letters) return Finding::pass();
    folder_.fold(scratch.text, scratch.folded);
    const std::string_view declared = settings_.believe_site ? comment.language() : std::string_view{};
    const text::Detected detected =
        text::detect_language(scratch.text, scratch.folded.text, declared, settings_.allowed.expected());
    switch (settings_.allowed.judge(detected, scratch.text, settings_.sure)) {
      case Judgement::foreign:
        return foreign(detected, scratch);
      case Judgement::open:
        return settings_.unknown == Action::pass ? parts(scratch) : undetermined(settings_);
      case Judgement::allowed:
        return parts(scratch);
    }
    return Finding::pass();
  }

 private:
  [[nodiscard]] Passages passages(Scratch& scratch, std::size_t least_letters) const {
    return find_passages(scratch.text, settings_.allowed, settings_.sure, least_letters, folder_, scratch.folded);
  }

  [[nodiscard]] Finding foreign(const text::Detected& detected, Scratch& scratch) const {
    Finding finding = not_allowed(settings_, detected, Extent::whole);
    finding.spans = passages(scratch, 1).spans;
    // No sentence of it is enough by itself.
    if (finding.spans.empty()) finding.spans = {{0, static_cast<std::uint32_t>(scratch.text.size())}};
    return finding;
  }

  [[nodiscard]] Finding parts(Scratch& scratch) const {
    if (settings_.parts == Action::pass) return Finding::pass();
    Passages found = passages(scratch, settings_.min_letters);
    if (found.spans.empty()) return Finding::pass();
    Finding finding = not_allowed(settings_, found.longest, Extent::part);
    finding.spans = std::move(found.spans);
    return finding;
  }

  const Settings settings_;
  const text::Folder folder_;
  Loans<Scratch> scratches_;
};

}  // namespace
}  // namespace moderato::language

MODERATO_FILTER(moderato::language::LanguageFilter, "language", "1.0",
                "Holds or rejects comments that are in none of the site's languages")
