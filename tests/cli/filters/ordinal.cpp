// Sees comments in order: says how many decisions it remembers, and holds or rejects what the text asks for.
#include <moderato/filter.hpp>
#include <string>

namespace {

class Ordinal final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.remembers = true};
  explicit Ordinal(moderato::Options& options) : shift_(options.integer("shift", 0, 0, 1'000)) {}

  moderato::Finding check(const moderato::Comment& comment) override {
    const std::string seen = "after " + std::to_string(remembered_ + shift_) + ", last " + last_;
    if (comment.text().find("reject") != std::string_view::npos)
      return moderato::Finding::reject("ordinal.reject", seen);
    if (comment.text().find("hold") != std::string_view::npos) return moderato::Finding::hold("ordinal.hold", seen);
    return moderato::Finding::of(moderato::Action::pass, "ordinal.seen", seen);
  }
  void remember(const moderato::Decision& decision) override {
    ++remembered_;
    last_ = decision.comment().id();
  }

 private:
  std::int64_t shift_;
  std::int64_t remembered_ = 0;
  std::string last_ = "none";
};

}  // namespace

MODERATO_FILTER(Ordinal, "ordinal", "1.0", "Says what came before")
