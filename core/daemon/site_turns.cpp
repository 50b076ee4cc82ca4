#include "daemon/site_turns.hpp"

#include <algorithm>
#include <utility>

namespace moderato {
namespace {

constexpr std::size_t turn = 16;  // tasks of one site before the next has its turn
// Sites that have nothing waiting are kept for when they come again, but no more than so many: anybody can make up
// names.
constexpr std::size_t most_idle_sites = 1'024;

struct Place {
  std::string_view site;
  std::string_view article;
};

Place place(const Submission& submission) {
  return {submission.comment.site, submission.comment.article};
}
Place place(const ArticleUpdate& update) {
  return {update.article.site, update.article.article};
}
Place place(const Trial& trial) {
  return {trial.comment.site, trial.comment.article};
}

Place place_of(const WorkerTask& task) {
  return std::visit([](const auto& it) { return place(*it); }, task);
}

}  // namespace

void SiteTurns::add(std::vector<WorkerTask>& arrived) {
  size_ += arrived.size();
  Site* last = nullptr;
  for (WorkerTask& task : arrived) {
    if (std::holds_alternative<std::unique_ptr<Trial>>(task)) {
      trials_.push_back(std::move(task));
      continue;
    }
    const auto [name, article] = place_of(task);
    if (last == nullptr || last->first != name) {
      const auto found = sites_.find(name);
      last = &*(found != sites_.end() ? found : sites_.try_emplace(std::string{name}).first);
    }
    give_turn(*last);
    last->second.waiting.push_back({comment_key(name, article).value, std::move(task)});
  }
  arrived.clear();
}

void SiteTurns::give_turn(Site& site) {
  if (std::exchange(site.second.has_turn, true)) return;
  turns_.push_back(&site);
}

void SiteTurns::take(Taken& out, std::size_t most) {
  take_trials(out, std::min(turn, most));
  while (out.tasks.size() < most && !turns_.empty()) {
    Site& site = *turns_.front();
    turns_.pop_front();
    site.second.has_turn = false;
    // When no other site waits, it need not give way to one.
    const std::size_t until = turns_.empty() ? most : std::min(out.tasks.size() + turn, most);
    const std::size_t before = out.tasks.size();
    take_given_back(site, out, until);
    take_waiting(site, out, until);
    size_ -= out.tasks.size() - before;
    if (!site.second.waiting.empty() || !site.second.given_back.empty()) give_turn(site);
  }
}

void SiteTurns::take_given_back(Site& site, Taken& out, std::size_t until) {
  auto& given_back = site.second.given_back;
  while (out.tasks.size() < until && !given_back.empty()) {
    Article& article = articles_.find(given_back.front())->second;
    article.with = &out;
    out.articles.push_back(given_back.front());
    given_back.pop_front();
    for (; out.tasks.size() < until && !article.behind.empty(); article.behind.pop_front())
      out.tasks.push_back(std::move(article.behind.front()));
  }
}

void SiteTurns::take_waiting(Site& site, Taken& out, std::size_t until) {
  for (auto& waiting = site.second.waiting; out.tasks.size() < until && !waiting.empty(); waiting.pop_front()) {
    auto& [key, task] = waiting.front();
    const auto [known, is_free] = articles_.try_emplace(key, Article{&site, &out, {}});
    if (is_free) {
      ++site.second.articles;
      out.articles.push_back(key);
    }
    Article& article = known->second;
    if (article.with == &out && article.behind.empty())
      out.tasks.push_back(std::move(task));
    else
      article.behind.push_back(std::move(task));
  }
}

void SiteTurns::take_trials(Taken& out, std::size_t most) {
  const std::size_t count = std::min(most, trials_.size());
  for (std::size_t i = 0; i < count; ++i) {
    out.tasks.push_back(std::move(trials_.front()));
    trials_.pop_front();
  }
  size_ -= count;
}

void SiteTurns::give_back(Taken& taken) {
  for (const std::uint64_t key : taken.articles) {
    const auto known = articles_.find(key);
    Site& site = *known->second.site;
    if (!known->second.behind.empty()) {
      known->second.with = nullptr;
      site.second.given_back.push_back(key);
      give_turn(site);
      continue;
    }
    articles_.erase(known);
    if (--site.second.articles == 0 && !site.second.has_turn && sites_.size() > most_idle_sites)
      sites_.erase(sites_.find(site.first));
  }
  taken.articles.clear();
  taken.tasks.clear();
}

}  // namespace moderato
