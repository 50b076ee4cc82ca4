// What is made of the feed and kept: the read model, and whatever else holds what the daemon decided.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "feed/article.hpp"
#include "feed/message.hpp"

namespace moderato::gateway {

// How far the feed was followed: the last decision that was applied. Seq 0: none.
struct Position {
  Seq seq;
  std::string decided_at;  // as its verdict says: with the seq it tells whether the ledger is the one we know

  bool operator==(const Position&) const = default;
};

// Fed by a Follower, in its thread. Whatever goes wrong with its file is a sqlite::Failure, thrown; nothing is applied
// then.
class Projection {
 public:
  Projection() = default;
  Projection(const Projection&) = delete;
  Projection& operator=(const Projection&) = delete;
  virtual ~Projection() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;          // in sentences for the log: "the read model"
  [[nodiscard]] virtual std::string_view when_damaged() const = 0;  // what a person does then: "delete its file, …"
  [[nodiscard]] virtual std::span<const Topic> topics() const = 0;  // what it takes

  [[nodiscard]] virtual Position position() = 0;
  // All of them, in one transaction, with the position after them. In the order of their seqs; what was applied before
  // is passed over. Returns how many could not be read and were passed over.
  virtual std::size_t apply(std::span<const Message> messages) = 0;
  // Whether it wants to know of articles: then it is given all after each connection, in pages, and then what changes.
  [[nodiscard]] virtual bool takes_articles() const { return false; }
  virtual void apply(std::span<const ArticleFacts> /*articles*/) {}
  // The daemon's ledger is another than the one that was followed: the position is 0 after it. Articles come again too.
  virtual void start_anew() = 0;
  // Whether it takes up nothing that was decided before it begins. Asked while its position is 0; such a one takes all
  // topics.
  [[nodiscard]] virtual bool begins_at_newest() { return false; }
  // It does: what comes next is behind its position after this, which is the newest decision, or an earlier one that it
  // knows. Seq 0: the ledger is empty.
  virtual void begin_at(const Position& /*newest*/) {}
  // Called after each apply.
  virtual void tidy() {}
};

}  // namespace moderato::gateway
