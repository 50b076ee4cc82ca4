// The membership filter: who may comment.
#include <array>
#include <cstring>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>

#include "cached_source.hpp"
#include "member.hpp"
#include "moderato/filter.hpp"
#include "postgres_source.hpp"
#include "reading.hpp"
#include "sqlite_source.hpp"
#include "token_source.hpp"

namespace moderato::membership {
namespace {

std::unique_ptr<Source> make_source(Options& options, const Reading& reading) {
  enum class Kind { sqlite, postgresql, token };
  const CacheSettings cache = read_cache_settings(options);
  switch (static_cast<Kind>(options.choice("source", 0, {"sqlite", "postgresql", "token"}))) {
    case Kind::sqlite:
      return cached(make_sqlite_source(options, reading), cache);
    case Kind::postgresql:
      return cached(make_postgres_source(options, reading), cache);
    case Kind::token:
      return make_token_source(options, reading, cache);  // caches by itself: by token, not by author
  }
  return nullptr;
}

// What a status leads to.
struct Answer {
  Action action;
  std::string code;
  std::string message;
};

class Membership final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true};

  explicit Membership(Options& options)
      : reading_(options),
        answers_{
            answer(options, Status::active, Action::pass, "Members' comments are looked at first."),
            answer(options, Status::lapsed, Action::reject, "Your membership has ended. Renew it to leave a comment."),
            answer(options, Status::banned, Action::reject, "This account may not leave comments."),
            answer(options, Status::unknown, Action::reject, "Become a member to leave a comment.")},
        approve_staff_(options.boolean("approve_staff", false)),
        source_(make_source(options, reading_)) {
    if (approve_staff_ && !reading_.knows_staff())
      options.refuse("staff_roles", "is empty, so approve_staff would approve nobody");
  }

  void expect(std::span<const Comment> comments) override { source_->expect(comments); }

  Finding check(const Comment& comment) override {
    const Member member = source_->find(comment);
    const bool lapsed = member.status == Status::active && member.expires <= comment.now();
    const Status status = lapsed ? Status::lapsed : member.status;
    if (approve_staff_ && member.staff && status == Status::active)
      return Finding::approve("membership.staff", "Written by a member of staff.");
    const Answer& given = answers_[static_cast<std::size_t>(status)];
    if (given.action == Action::pass) return Finding::pass();
    if (member.why.empty()) return Finding::of(given.action, given.code, given.message);
    return Finding::of(given.action, given.code, given.message + " (" + std::string{member.why} + ")");
  }

 private:
  static Answer answer(Options& options, Status status, Action action, std::string_view message) {
    const std::string name{to_string(status)};
    return {options.action(name, action), "membership." + name, options.string("messages." + name, message)};
  }

  Reading reading_;
  std::array<Answer, status_count> answers_;  // by status
  bool approve_staff_;
  std::unique_ptr<Source> source_;
};

}  // namespace
}  // namespace moderato::membership

MODERATO_FILTER(moderato::membership::Membership, "membership", "1.0",
                "Lets members comment: asks an SQLite file, PostgreSQL or a signed token")
