// Answers moderators' questions from the casebook.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "casebook/case.hpp"
#include "casebook/prepared.hpp"
#include "comment/result.hpp"

namespace moderato::gateway::casebook {

// Of which sites somebody may know. Nothing: of all.
using Scope = std::optional<std::vector<std::string>>;

// What a queue or a search is narrowed down to; what is empty does not narrow it.
struct Narrow {
  Scope scope{};
  std::string site{};
  std::string article{};
  std::string author{};     // an id
  std::string filter{};     // that held or rejected it
  std::string code{};       // of such a reason
  std::string words{};      // as typed (words.hpp)
  std::string moderator{};  // who decided on it at some time
  std::optional<State> state{};
  std::optional<Time> from{}, to{};  // when it came
};

enum class Order : std::uint8_t { oldest, newest, score, rank };  // rank: what matches best first

// Where a page begins: behind this one.
struct Place {
  std::int64_t key = 0;  // what the order goes by: the score, or 0
  std::int64_t seq =
      0;  // of the queue: the newest decision's; of a search: the comment's number, or how many came before
  auto operator<=>(const Place&) const = default;
};
[[nodiscard]] Place place_of(const Case& one, Order order);

// A connection of its own to the file, which a Writer keeps: each call sees what was applied when it began. For one
// thread at a time; open one for each. Whatever goes wrong with the file is a sqlite::Failure, thrown.
class Reader {
 public:
  // Errors: casebook.cannot_open (also before a Writer has made it), casebook.not_ours.
  [[nodiscard]] static Result<Reader> open(const std::filesystem::path& file);

  [[nodiscard]] std::optional<Case> find(std::string_view site, std::string_view id) const;
  // The newest decision alone: its seq, state and moderator.
  struct Newest {
    Seq seq;
    State state = State::held;
    bool published = false;
    std::string by;  // empty: the filters
    Kind kind = Kind::chain;
    std::vector<std::string> deciders;  // who decided on it at any time, but for undoing
  };
  [[nodiscard]] std::optional<Newest> newest(std::string_view site, std::string_view id) const;

  // What is held, behind `after`, at most `limit`.
  [[nodiscard]] std::vector<Case> held(const Narrow& narrow, Order order, const std::optional<Place>& after,
                                       std::size_t limit) const;
  [[nodiscard]] std::size_t count_held(const Narrow& narrow) const;
  // Those of `keys` that are there and fit, in no order.
  [[nodiscard]] std::vector<Case> those(std::span<const CaseKey> keys, const Narrow& narrow) const;
  struct HeldSums {
    std::size_t count = 0;
    std::optional<Time> oldest;
  };
  [[nodiscard]] HeldSums held_sums(const Scope& scope) const;

  // The newest 1000 decisions on a comment, oldest first.
  [[nodiscard]] std::vector<Decision> history(std::string_view site, std::string_view id) const;

  struct ThreadComment {
    std::string id;
    std::optional<std::string> parent;
    std::size_t depth = 0;
    std::string author_name;
    std::string text;
    State state = State::approved;
    bool focus = false;
  };
  // Its ancestors, it, and what stands beside and below it; at most 50.
  [[nodiscard]] std::vector<ThreadComment> around(const Case& one) const;

  struct AuthorPast {
    std::string id;
    std::string name;
    AuthorCounts counts;
    Time first_at;
    std::vector<Case> recent;  // the newest 20
  };
  [[nodiscard]] std::optional<AuthorPast> author(std::int64_t number) const;

  struct Found {
    Case one;
    std::string text;                                        // a piece of it, or all
    std::vector<std::pair<std::size_t, std::size_t>> spans;  // what matches: [begin, end) in bytes of that piece
  };
  struct Search {
    std::vector<Found> found;
    std::size_t total = 0;  // at most 1000
    bool more = false;
  };
  // Behind `after`. By rank: of the newest 10,000 that match.
  [[nodiscard]] Search search(const Narrow& narrow, Order order, const std::optional<Place>& after,
                              std::size_t limit) const;

  // Times in [from, to).
  struct Sums {
    Time at;
    std::int64_t approved = 0, held = 0, rejected = 0, withdrawn = 0, reviewed = 0;
  };
  [[nodiscard]] std::vector<Sums> sums(const Narrow& narrow, std::chrono::hours step) const;
  struct FilterSums {
    std::string filter;
    std::int64_t held = 0, rejected = 0, agreed = 0, overruled = 0;
  };
  [[nodiscard]] std::vector<FilterSums> filters(const Narrow& narrow) const;
  // How many are held for at most so long: for 5 minutes, an hour, 6 hours, a day, longer.
  [[nodiscard]] std::vector<std::int64_t> held_for(const Narrow& narrow, Time now) const;
  struct Review {
    std::string moderator;
    Kind kind = Kind::approve;
    bool undone = false;
    std::optional<std::int64_t> waited_us;  // where it was held
  };
  // Of moderators, at most the newest 200,000.
  [[nodiscard]] std::vector<Review> reviews(const Narrow& narrow) const;

  [[nodiscard]] Seq last_seq() const;
  [[nodiscard]] std::vector<std::string> sites() const;

  [[nodiscard]] std::map<std::string, std::vector<std::string>> plans() const { return prepared_->plans(); }

  Reader(Reader&&) noexcept = default;
  Reader& operator=(Reader&&) noexcept = default;
  ~Reader() = default;

 private:
  explicit Reader(std::unique_ptr<Prepared> prepared) : prepared_(std::move(prepared)) {}
  std::unique_ptr<Prepared> prepared_;
};

}  // namespace moderato::gateway::casebook
