// The links filter: how many links a comment has, by whom, and where they lead.
#include "judges.hpp"
#include "moderato/filter.hpp"
#include "settings.hpp"

namespace moderato::links {
namespace {

class Links final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true, .wants_context = true};

  explicit Links(Options& options) : judges_(Settings::read(options)) {}

  Finding check(const Comment& comment) override { return judges_.judge(comment.text(), comment.author_approved()); }

 private:
  const Judges judges_;
};

}  // namespace
}  // namespace moderato::links

MODERATO_FILTER(moderato::links::Links, "links", "1.0",
                "Judges the links of a comment: how many, by whom, and to where")
