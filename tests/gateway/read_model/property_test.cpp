// Whatever the feed says, in whatever pieces and how often it comes: the read model is what a map would be.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "gateway/read_model/messages.hpp"

namespace moderato::gateway {
namespace {

// The same as the read model, in memory, the simple way.
class Reference {
 public:
  void apply(const Message& message) {
    if (message.seq <= last_) return;
    last_ = message.seq;
    const auto frame = parse_stored(message.comment).value();
    const Key key{frame.site, frame.id};
    switch (message.topic) {
      case Topic::approved: {
        PublishedComment& comment = published_[key];
        if (comment.first_seq == Seq{}) comment.first_seq = places_.contains(key) ? places_[key] : message.seq;
        comment.site = frame.site;
        comment.article = frame.article;
        comment.id = frame.id;
        comment.parent.reset();
        if (frame.parent) comment.parent = *frame.parent;
        comment.author_id = frame.author_id;
        comment.text = frame.text;
        comment.revision = marks_of(message.verdict).revision;
        comment.seq = message.seq;
        break;
      }
      case Topic::withdrawn:
        if (published_.contains(key)) places_[key] = published_[key].first_seq;
        published_.erase(key);
        break;
      case Topic::erased:
        published_.erase(key);
        places_.erase(key);
        break;
      case Topic::held:
      case Topic::rejected:
        break;
    }
  }

  using Order = bool (*)(const PublishedComment&, const PublishedComment&);
  [[nodiscard]] std::vector<PublishedComment> all(const std::string& site, const std::string& article,
                                                  Order order) const {
    std::vector<PublishedComment> out;
    for (const auto& [key, comment] : published_)
      if (comment.site == site && (article.empty() || comment.article == article)) out.push_back(comment);
    for (PublishedComment& comment : out) {
      if (!comment.parent) continue;
      const auto parent = published_.find({comment.site, *comment.parent});
      comment.orphan = parent == published_.end() || parent->second.article != comment.article ||
                       parent->second.first_seq >= comment.first_seq;
    }
    std::ranges::sort(out, order);
    return out;
  }

 private:
  using Key = std::pair<std::string, std::string>;
  std::map<Key, PublishedComment> published_;
  std::map<Key, Seq> places_;
  Seq last_;
};

class Feed : public ::testing::TestWithParam<unsigned> {
 protected:
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>{0, end - 1}(random_); }
  std::string one(const char* kind, std::size_t of) { return kind + std::to_string(below(of)); }

  Message next(std::int64_t seq) {
    static constexpr Topic topics[] = {Topic::approved, Topic::approved, Topic::approved, Topic::withdrawn,
                                       Topic::erased,   Topic::held,     Topic::rejected};
    boost::json::object given = comment(one("c", 25), one("text ", 1'000), {{"site", one("s", 2)}});
    given["article"] = one("a", 3);
    if (below(2) == 0) given["parent"] = one("c", 25);
    return message(topics[below(std::size(topics))], seq, given, static_cast<unsigned>(below(9)));
  }

  void expect_same(const Reader& reader, const Reference& reference) {
    constexpr auto by_place = [](const PublishedComment& a, const PublishedComment& b) {
      return a.first_seq < b.first_seq;
    };
    constexpr auto by_age = [](const PublishedComment& a, const PublishedComment& b) {
      return a.first_seq > b.first_seq;
    };
    constexpr auto by_seq = [](const PublishedComment& a, const PublishedComment& b) { return a.seq < b.seq; };
    for (const std::string site : {"s0", "s1"}) {
      EXPECT_EQ(reader.newest(site, 100).comments, reference.all(site, "", by_age));
      for (const std::string article : {"a0", "a1", "a2"}) {
        const auto expected = reference.all(site, article, by_place);
        EXPECT_EQ(reader.thread(site, article, 100).comments, expected);
        EXPECT_EQ(reader.since(site, article, 100, {}).comments, reference.all(site, article, by_seq));
        EXPECT_EQ(reader.counts(site, std::vector<std::string_view>{article}).at(0), expected.size());
        for (const PublishedComment& each : expected) EXPECT_EQ(reader.comment(site, each.id), each);
      }
    }
  }

  std::mt19937 random_{GetParam()};
};

TEST_P(Feed, IsFollowedExactly) {
  Model model;
  Reference reference;
  std::vector<Message> said;
  for (std::int64_t seq = 1; seq <= 400; seq += static_cast<std::int64_t>(1 + below(3))) said.push_back(next(seq));

  for (std::size_t done = 0; done < said.size();) {
    // A page: it may begin with what is known, or be of that alone, and each message may come several times, in any
    // order.
    const std::size_t begin = done - std::min(done, below(10));
    const std::size_t end = std::min(said.size(), begin + below(20));
    std::vector<Message> page;
    for (std::size_t at = begin; at < end; ++at) page.insert(page.end(), 1 + below(2), said[at]);
    std::ranges::shuffle(page, random_);
    model.apply(page);
    for (; done < end; ++done) reference.apply(said[done]);
    if (below(10) == 0) model.writer.tidy();
    if (below(10) == 0) model.writer = Writer::open(model.file).value();  // as after a restart
    if (below(4) == 0) expect_same(model.reader, reference);
    if (HasFailure()) FAIL() << "after seq " << said[done - 1].seq.value;
  }
  expect_same(model.reader, reference);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Feed, ::testing::Range(1U, 31U));

}  // namespace
}  // namespace moderato::gateway
