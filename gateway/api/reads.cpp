#include "api/reads.hpp"

#include <boost/asio/post.hpp>
#include <charconv>
#include <set>

#include "api/article_page.hpp"
#include "api/problems.hpp"
#include "api/thread_json.hpp"
#include "comment/json_text.hpp"
#include "syndication/feed.hpp"

namespace moderato::gateway::api {
namespace {

using http::Problem;
using http::Request;

constexpr std::size_t page_limit = 20;
constexpr std::size_t most_limit = 100;
constexpr std::size_t most_articles = 100;  // of a request for counts
// Of an article; one with more shows its oldest.
constexpr std::size_t most_comments = 50'000;

std::size_t limit_of(const Request& request) {
  const auto text = request.query_value("limit");
  if (!text) return page_limit;
  std::size_t limit = 0;
  const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
  if (error != std::errc{} || stop != text->data() + text->size() || limit < 1 || limit > most_limit)
    throw invalid({{"limit", "must be a whole number from 1 to 100"}});
  return limit;
}

std::optional<Cursor> cursor_of(const Request& request) {
  const auto text = request.query_value("cursor");
  if (!text) return std::nullopt;
  const auto cursor = cursor_from(*text);
  if (!cursor) throw problem_of("cursor.invalid");
  return cursor;
}

Order order_of(const Request& request) {
  const std::string_view sort = request.query_value("sort").value_or("newest");
  if (sort == "newest") return Order::newest;
  if (sort == "oldest") return Order::oldest;
  if (sort == "replies") return Order::replies;
  throw invalid({{"sort", "must be newest, oldest or replies"}});
}

// Of one of which nothing was told, its names alone.
ArticleFacts article_of(const Reader& reader, const std::string& site, const std::string& article) {
  auto told = reader.article(site, article);
  return told ? std::move(*told) : ArticleFacts{.site = site, .article = article};
}

ThreadTree tree_of(const Reader& reader, std::string_view site, std::string_view article) {
  std::vector<PublishedComment> all;
  Seq after{};
  for (bool more = true; more && all.size() < most_comments;) {
    auto page = reader.thread(site, article, most_comments - all.size(), after);
    more = page.more && !page.comments.empty();
    if (!page.comments.empty()) after = page.comments.back().first_seq;
    std::ranges::move(page.comments, std::back_inserter(all));
  }
  return ThreadTree{std::move(all)};
}

std::optional<std::string> page(const Request& request, const Reader& reader) {
  const Order order = order_of(request);
  const auto cursor = cursor_of(request);
  const std::size_t limit = limit_of(request);
  const Seq seq = reader.last_seq();  // before what it is said of: nothing is missed by who follows from there
  const ArticleFacts article = article_of(reader, request.parameter("site"), request.parameter("article"));
  const ThreadTree tree = tree_of(reader, article.site, article.article);
  return page_json(tree, article, seq, tree.top(order, cursor, limit));
}

// A comment in its thread: published, or a place that is still needed.
struct Found {
  ThreadTree tree;
  std::uint32_t at;
  ArticleFacts article;
};
std::optional<Found> find(const Request& request, const Reader& reader) {
  const auto comment = reader.place(request.parameter("site"), request.parameter("id"));
  if (!comment) return std::nullopt;
  ThreadTree tree = tree_of(reader, comment->site, comment->article);
  const auto at = tree.find(comment->id);
  if (!at) return std::nullopt;
  return Found{std::move(tree), *at, article_of(reader, comment->site, comment->article)};
}

std::optional<std::string> thread(const Request& request, const Reader& reader) {
  const auto found = find(request, reader);
  if (!found) return std::nullopt;
  return thread_json(found->tree, found->article, found->at);
}

std::optional<std::string> replies(const Request& request, const Reader& reader) {
  const auto cursor = cursor_of(request);
  const std::size_t limit = limit_of(request);
  const auto found = find(request, reader);
  if (!found) return std::nullopt;
  return replies_json(found->tree, found->tree.replies(found->at, cursor, limit));
}

std::optional<std::string> counts(const Request& request, const Reader& reader) {
  std::set<std::string_view> articles;
  for (const auto& [name, value] : request.query)
    if (name == "article") articles.insert(value);
  if (articles.empty() || articles.size() > most_articles)
    throw invalid({{"article", "must be there 1 to 100 times: ?article=a&article=b"}});
  const std::vector<std::string_view> names{articles.begin(), articles.end()};
  const auto found = reader.counts(request.parameter("site"), names);
  std::string out = R"({"counts":{)";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, names[i]);
    out += ':' + std::to_string(found[i]);
  }
  return out + "}}";
}

std::optional<std::string> html(const Request& request, const Reader& reader) {
  const ArticleFacts article = article_of(reader, request.parameter("site"), request.parameter("article"));
  const ThreadTree tree = tree_of(reader, article.site, article.article);
  const auto cursor = cursor_of(request);
  ArticlePage page{tree, article, {}, {}, language_of(request), request.query_value("lang").has_value()};
  if (const auto id = request.query_value("replies")) {
    page.below = tree.find(*id);
    if (!page.below) return std::nullopt;
    page.slice = tree.replies(*page.below, cursor, most_limit);
  } else {
    page.slice = tree.top(Order::newest, cursor, page_limit);
  }
  return article_page(page);
}

// The newest of a site, or of one of its articles.
syndication::Feed feed_of(const Request& request, const Reader& reader) {
  const std::string& site = request.parameter("site");
  syndication::Feed feed{.site = site, .article = {}, .entries = {}};
  const auto article = request.query_value("article");
  if (article) feed.article = article_of(reader, site, std::string{*article});
  auto newest = article ? reader.newest_of(site, *article, syndication::most_entries)
                        : reader.newest(site, syndication::most_entries);
  for (PublishedComment& comment : newest.comments) {
    ArticleFacts on = article_of(reader, site, comment.article);
    feed.entries.push_back({std::move(comment), std::move(on)});
  }
  return feed;
}

std::optional<std::string> feed_json(const Request& request, const Reader& reader) {
  return syndication::json_feed(feed_of(request, reader));
}

std::optional<std::string> feed_atom(const Request& request, const Reader& reader) {
  return syndication::atom_feed(feed_of(request, reader));
}

// What the answer changes with: its article where it is of one, else its site.
std::string topic_of(const Request& request) {
  for (const auto& [name, value] : request.parameters)
    if (name == "article") return request.parameter("site") + '/' + value;
  return request.parameter("site");
}

std::string key_of(const Request& request, bool is_page) {
  return is_page ? std::string{to_string(language_of(request))} + ' ' + request.target : request.target;
}

}  // namespace

Reads::Reads(Settings settings)
    : settings_(std::move(settings)), cache_(settings_.cache_bytes), threads_(settings_.threads) {}

Reads::~Reads() {
  threads_.stop();  // what waits is not begun
  threads_.join();
}

void Reads::add_routes(http::Router& router) {
  constexpr std::string_view json = "application/json";
  const std::string site = "/api/v1/sites/{site}";
  add(router, site + "/articles/{article}/comments", {&page, json});
  add(router, site + "/comments/{id}", {&thread, json});
  add(router, site + "/comments/{id}/replies", {&replies, json});
  add(router, site + "/counts", {&counts, json});
  add(router, site + "/feed.json", {&feed_json, "application/feed+json"});
  add(router, site + "/feed.atom", {&feed_atom, "application/atom+xml"});
  add(router, "/sites/{site}/articles/{article}", {&html, "text/html; charset=utf-8", true});
}

void Reads::add(http::Router& router, std::string_view pattern, Kind kind) {
  router.add(http::Method::get, pattern, [this, kind](Request request, http::Responder responder) {
    answer(std::move(request), std::move(responder), kind);
  });
}

http::Response Reads::response(const http::Content& content, const Request& request, const Kind& kind) const {
  const auto fresh = settings_.fresh ? settings_.fresh(request.parameter("site")) : std::chrono::seconds{0};
  auto response = content.answer(request, "public, max-age=" + std::to_string(fresh.count()));
  if (kind.is_page) {
    response.add("Vary", "Accept-Language");
    response.set("Content-Security-Policy", article_page_policy).set("Referrer-Policy", "no-referrer");
  }
  return response;
}

void Reads::answer(Request request, http::Responder responder, const Kind& kind) {
  if (const auto found = cache_.find(topic_of(request), key_of(request, kind.is_page)); found.page)
    return responder.answer(response(*found.page, request, kind));
  auto work = std::make_shared<std::pair<Request, http::Responder>>(std::move(request), std::move(responder));
  boost::asio::post(threads_, [this, work, kind] { render(work->first, work->second, kind); });
}

Result<Reader> Reads::take_reader() {
  {
    const std::lock_guard lock{mutex_};
    if (!readers_.empty()) {
      Reader reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  return Reader::open(settings_.read_model);
}

void Reads::render(const Request& request, http::Responder& responder, const Kind& kind) try {
  const std::string topic = topic_of(request);
  const std::string key = key_of(request, kind.is_page);
  const auto found = cache_.find(topic, key);  // another may have asked the same just before
  if (found.page) return responder.answer(response(*found.page, request, kind));
  auto reader = take_reader();
  if (!reader) return responder.answer(problem_of("unavailable", reader.error().message).response());
  auto text = kind.render(request, *reader);
  {
    const std::lock_guard lock{mutex_};
    readers_.push_back(std::move(*reader));
  }
  if (!text) return responder.answer(problem_of("not_found").response());
  const auto made = std::make_shared<const http::Content>(http::Content::make(kind.type, std::move(*text)));
  cache_.put(topic, key, found.version, made);
  responder.answer(response(*made, request, kind));
} catch (const Problem& problem) {
  responder.answer(problem.response());
} catch (const std::exception&) {
  responder.answer(problem_of("unavailable", "The comments can't be read at the moment.").response());
}

void Reads::changed(std::span<const Change> changes) {
  std::set<std::string> topics;
  for (const Change& change : changes) {
    if (change.kind == Change::Kind::started_anew) return cache_.all_changed();
    topics.insert(change.comment.site);
    topics.insert(change.comment.site + '/' + change.comment.article);
    if (!change.left.empty()) topics.insert(change.comment.site + '/' + change.left);
  }
  for (const std::string& topic : topics) cache_.changed(topic);
}

}  // namespace moderato::gateway::api
