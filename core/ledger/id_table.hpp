// Which ids are known, newest first: those in flight and those on disk that id_index does not have yet. Together with
// the index it answers "is this new, a retry, or an edit?" before a comment enters the chain.
//
// Thread-safe: the intake (one thread) admits, the ledger settles, readers look up.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "comment/ids.hpp"
#include "ledger/id_filter.hpp"
#include "ledger/record.hpp"

namespace moderato {

// What a submission is to what came before.
struct Admission {
  enum class Kind : std::uint8_t {
    fresh,  // never seen
    edit,   // the id is known with other content: to be judged afresh, as `revision`
    again,  // the same submission, or of a comment that was erased: to be answered with the verdict it has or will get
  };
  Kind kind = Kind::fresh;
  std::uint32_t revision = 0;
};

class IdTable {
 public:
  // Decides on a submission and, unless it is `again`, notes it as in flight. `older` is asked, outside the lock, when
  // memory does not know the key and the index may; it returns the newest decision on disk, if any.
  [[nodiscard]] Admission admit(CommentKey key, ContentHash content,
                                const std::function<std::optional<Known>()>& older);

  // Decisions that are on disk, in ledger order.
  struct Settled {
    CommentKey key;
    Known known;
  };
  void settle(std::span<const Settled> decisions);
  void settle(CommentKey key, const Known& known);
  // An edit that was admitted will not be decided: its comment was erased meanwhile.
  void abandon(CommentKey key);

  [[nodiscard]] std::optional<Known> find(CommentKey key) const;  // settled ones only
  using KnownByKey = boost::unordered_flat_map<std::uint64_t, Known>;
  void find_all(std::span<const CommentKey> keys, KnownByKey& into) const;  // the same for many: adds those found
  // False: id_index has no such key. True when there is no telling.
  [[nodiscard]] bool may_be_indexed(CommentKey key) const;

  // For the ledger writer: which keys the index has, when it opens; then the settled decisions that await indexing, in
  // ledger order, all of them once there are `at_least` so many (else none); and their removal once the index has them
  // (an entry that has been decided anew since stays).
  struct Pending {
    CommentKey key;
    Seq seq;
  };
  void start(IdFilter indexed_keys);
  [[nodiscard]] std::vector<Pending> take_pending(std::size_t at_least);
  void indexed(std::span<const Pending> done);

  [[nodiscard]] std::size_t size() const;

 private:
  struct Entry {
    ContentHash content;  // of the newest submission, in flight or settled
    std::uint32_t revision = 0;
    std::uint32_t in_flight = 0;
    std::optional<Known> settled;
    bool indexed = false;  // `settled` is in the index too: here only for the sake of what is in flight
  };
  void settle_one(CommentKey key, const Known& known);

  mutable std::mutex mutex_;
  boost::unordered_flat_map<std::uint64_t, Entry> entries_;
  std::vector<Pending> pending_;
  std::optional<IdFilter> indexed_keys_;
};

}  // namespace moderato
