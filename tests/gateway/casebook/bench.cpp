// How fast the casebook is: fills one with many decisions, and asks it what moderators ask.
// Usage: gateway_casebook_bench [COMMENTS], by default 900,000 (of which a tenth is held and reviewed: 1,000,000
// decisions)
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "gateway/casebook/casebook.hpp"

namespace {

using namespace std::chrono;
using moderato::Topic;
using moderato::gateway::Message;
using moderato::gateway::casebook::Book;
using moderato::gateway::casebook::Narrow;
using moderato::gateway::casebook::Order;
using moderato::gateway::casebook::State;
using moderato::gateway::casebook::Told;

double milliseconds_of(const std::function<void()>& work) {
  const auto begin = steady_clock::now();
  work();
  return duration<double, std::milli>(steady_clock::now() - begin).count();
}

void tell_time(const char* what, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < 11; ++i) times.push_back(milliseconds_of(work));
  std::ranges::sort(times);
  std::printf("%-44s %9.2f ms (median of 11; longest %.2f)\n", what, times[5], times[10]);
}

}  // namespace

int main(int argc, char** argv) {
  const long comments = argc > 1 ? std::atol(argv[1]) : 900'000;
  Book book;
  std::mt19937 random{7};
  std::vector<std::string> words;
  for (int i = 0; i < 20'000; ++i) {
    std::string word;
    for (int n = 3 + static_cast<int>(random() % 7); n > 0; --n) word += static_cast<char>('a' + random() % 26);
    words.push_back(word);
  }
  const auto text = [&] {
    std::string out;
    for (int n = 0; n < 40; ++n) {  // few words are common, as in a language
      const double share = static_cast<double>(random()) / std::mt19937::max();
      out += words[static_cast<std::size_t>(share * share * share * (static_cast<double>(words.size()) - 1))] + ' ';
    }
    return out;
  };
  std::vector<Message> page;
  const auto flush = [&] {
    (void)book.writer.apply(page);
    page.clear();
  };
  const double filling = milliseconds_of([&] {
    for (long i = 0; i < comments; ++i) {
      const bool held = i % 9 == 0;
      Told told{.topic = held          ? Topic::held
                         : i % 23 == 0 ? Topic::rejected
                                       : Topic::approved,
                .id = "comment-" + std::to_string(i),
                .text = text(),
                .site = i % 3 == 0 ? "blog" : "news",
                .article = "article-" + std::to_string(i % 2'000),
                .author = "author-" + std::to_string(random() % 20'000),
                .name = "Somebody",
                .at = i * 30};
      page.push_back(book.message(told));
      if (held && i < comments * 9 / 10) {
        told.topic = i % 2 == 0 ? Topic::approved : Topic::rejected;
        told.by = i % 4 == 0 ? "mia" : "tom";
        told.at += 600;
        page.push_back(book.message(told));
      }
      if (page.size() >= 500) flush();
    }
    flush();
  });
  const auto bytes = std::filesystem::file_size(book.file);
  std::printf("%ld decisions in %.0f s: %.0f a second, %.0f bytes each\n", static_cast<long>(book.seq), filling / 1e3,
              static_cast<double>(book.seq) / filling * 1e3,
              static_cast<double>(bytes) / static_cast<double>(book.seq));
  const auto& reader = book.reader;
  std::printf("%zu are held\n", reader.count_held({}));
  const Narrow all;
  const Narrow blog{.site = "blog"};
  tell_time("queue: 50 of all, oldest first", [&] { (void)reader.held(all, Order::oldest, std::nullopt, 50); });
  tell_time("queue: 50 of a site by score", [&] { (void)reader.held(blog, Order::score, std::nullopt, 50); });
  tell_time("queue: 50 with a common word",
            [&] { (void)reader.held({.words = words[0]}, Order::oldest, std::nullopt, 50); });
  tell_time("queue: how many there are", [&] { (void)reader.count_held(all); });
  tell_time("queue: sums", [&] { (void)reader.held_sums({}); });
  tell_time("search: a common word, newest 50",
            [&] { (void)reader.search({.words = words[0]}, Order::newest, std::nullopt, 50); });
  tell_time("search: a rare word",
            [&] { (void)reader.search({.words = words[19'000]}, Order::newest, std::nullopt, 50); });
  tell_time("search: a common word, of a site, held", [&] {
    (void)reader.search({.site = "blog", .words = words[0], .state = State::held}, Order::newest, std::nullopt, 50);
  });
  tell_time("search: two words and an author", [&] {
    (void)reader.search({.author = "author-77", .words = words[0] + ' ' + words[1]}, Order::newest, std::nullopt, 50);
  });
  tell_time("search: a beginning",
            [&] { (void)reader.search({.words = words[0].substr(0, 2) + "*"}, Order::newest, std::nullopt, 50); });
  tell_time("search: a common word by rank",
            [&] { (void)reader.search({.words = words[0]}, Order::rank, std::nullopt, 50); });
  tell_time("search: no words, a state",
            [&] { (void)reader.search({.state = State::rejected}, Order::newest, std::nullopt, 50); });
  const auto one = reader.search(all, Order::newest, std::nullopt, 1).found.at(0).one;
  tell_time("comment: thread, history and author", [&] {
    (void)reader.around(one);
    (void)reader.history(one.key.site, one.key.id);
    (void)reader.author(*one.author);
  });
  tell_time("stats: all of it, by the hour", [&] {
    (void)reader.sums(all, hours{1});
    (void)reader.filters(all);
    (void)reader.held_for(all, moderato::now());
    (void)reader.reviews(all);
  });
  const double erasing = milliseconds_of([&] {
    (void)book.tell(
        {.topic = Topic::erased, .id = "comment-1", .text = "", .site = "news", .article = "article-1", .author = "-"});
    while (!book.writer.tidy()) {
    }
  });
  std::printf("erasing one, until nothing of it is left in the files: %.1f s\n", erasing / 1e3);
}
