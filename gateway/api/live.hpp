// What happens to comments, as it happens: Server-Sent Events of an article, or of a site (openapi.json: followArticle,
// followSite).
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "http/router.hpp"
#include "read_model/published_comment.hpp"

namespace moderato::gateway::api {

// Thread-safe. Remembers the newest events, so that who was away for a moment misses nothing and sees nothing twice;
// who was away for longer is told to read the page again.
class Live {
 public:
  // `from`: the last decision that the read model has, behind which events begin. `most_bytes`: of the events that are
  // remembered, and of what they take beside their texts. Outlives the server it streams for.
  explicit Live(Seq from, std::size_t most_bytes = 16U << 20U) : most_bytes_(most_bytes), covers_from_(from) {}

  void add_routes(http::Router& router);

  // Call for all changes, in their order.
  void publish(std::span<const Change> changes);

 private:
  struct Event {
    Seq seq;
    std::string topic;  // site/article
    http::SharedText text;
    bool for_site = true;  // else for those alone who follow the article
  };
  using Readers = std::list<http::Stream>;

  void open(const http::Request& request, http::Responder responder, const std::string& topic);
  void catch_up(const http::Stream& stream, std::string_view topic, Seq after) const;
  void send(const Event& event, std::string_view topic);
  void keep(Event event);
  void drop_those_who_left();
  void forget_the_oldest();
  void start_anew(Seq from);

  std::mutex mutex_;
  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  Seq covers_from_;  // the events of all decisions behind it are there
  Seq newest_ = covers_from_;
  std::deque<Event> events_;                             // oldest first
  std::map<std::string, Readers, std::less<>> readers_;  // by topic, or site; with some who have left
  std::size_t count_ = 0;                                // of all in there
  std::size_t drop_at_ = 64;                             // count at which those who left are looked for
};

}  // namespace moderato::gateway::api
