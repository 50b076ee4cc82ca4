#include "daemon/site_turns.hpp"

#include <algorithm>
#include <utility>

namespace moderato {
namespace {

constexpr std::size_t turn = 16;  // tasks of one site before the next has its turn
// Sites that have nothing waiting are kept for when they come again, but no more than so many: anybody can make up
// names.
constexpr std::size_t most_idle_sites = 1'024;

std::string_view site(const Submission& submission) {
  return submission.comment.site;
}
std::string_view site(const ArticleUpdate& update) {
  return update.article.site;
}
std::string_view site(const Trial& trial) {
  return trial.comment.site;
}

std::string_view site(const Forgotten& /*of any site*/) {
  return {};  // a turn of its own
}

std::string_view site_of(const WorkerTask& task) {
  return std::visit([](const auto& it) { return site(*it); }, task);
}

}  // namespace

void SiteTurns::add(std::vector<WorkerTask>& arrived) {
  Site* last = nullptr;
  for (WorkerTask& task : arrived) {
    if (std::holds_alternative<std::unique_ptr<Trial>>(task)) {
      trials_.push_back(std::move(task));
      continue;
    }
    const std::string_view name = site_of(task);
    if (last == nullptr || last->first != name) {
      const auto found = sites_.find(name);
      last = &*(found != sites_.end() ? found : sites_.try_emplace(std::string{name}).first);
    }
    if (last->second.empty()) turns_.push_back(last);
    last->second.push_back(std::move(task));
  }
  arrived.clear();
}

void SiteTurns::take(std::vector<WorkerTask>& out, std::size_t most) {
  most -= move_out(trials_, out, std::min(turn, most));
  while (most > 0 && !turns_.empty()) {
    Site* const site = turns_.front();
    turns_.pop_front();
    most -= move_out(site->second, out, std::min(turn, most));
    if (!site->second.empty())
      turns_.push_back(site);
    else if (sites_.size() > most_idle_sites)
      sites_.erase(sites_.find(site->first));
  }
}

void SiteTurns::take_trials(std::vector<WorkerTask>& out, std::size_t most) {
  move_out(trials_, out, most);
}

std::size_t SiteTurns::move_out(Waiting& from, std::vector<WorkerTask>& out, std::size_t most) {
  const std::size_t count = std::min(most, from.size());
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(std::move(from.front()));
    from.pop_front();
  }
  return count;
}

}  // namespace moderato
