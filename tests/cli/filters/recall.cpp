// May be asked in any order from any thread: says what it was told of the comment's surroundings.
#include <moderato/filter.hpp>
#include <string>

namespace {

class Recall final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.concurrent = true, .wants_context = true};
  explicit Recall(moderato::Options& /*options*/) {}

  moderato::Finding check(const moderato::Comment& comment) override {
    std::string told = "parent " + std::string{comment.parent_text().value_or("-")};
    told += ", article " + std::string{comment.article_title().value_or("-")};
    told += ", past " + std::to_string(comment.author_approved()) + "/" + std::to_string(comment.author_held()) + "/" +
            std::to_string(comment.author_rejected());
    auto finding = moderato::Finding::of(moderato::Action::pass, "recall.told", told);
    for (auto at = comment.text().find("badword"); at != std::string_view::npos;
         at = comment.text().find("badword", at + 7)) {
      finding.spans.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 7)});
      finding.weights.push_back(2.3125F * static_cast<float>(finding.spans.size()));  // each more than the last
    }
    if (!finding.spans.empty()) {
      finding.action = moderato::Action::hold;
      finding.score = 0.9;
      finding.scores = {{"BAD", 0.9}};
    }
    return finding;
  }
};

}  // namespace

MODERATO_FILTER(Recall, "recall", "1.0", "Says what it was told")
