// The wordlist filter: words and phrases that the operator bans, suspects or allows.
#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "lists.hpp"
#include "moderato/filter.hpp"
#include "moderato/loans.hpp"
#include "moderato/text/fold.hpp"
#include "moderato/watched_files.hpp"
#include "wording.hpp"

namespace moderato::wordlist {
namespace {

constexpr std::size_t most_bytes = 64U << 20U;  // of a file

// Where the operator has one of the lists: in the configuration, in a file, or both.
struct Given {
  List list;
  std::string option;
  std::vector<std::string> entries;
  std::string path;  // empty: none
};

Given read_option(Options& options, List list, const std::string& name) {
  return {list, name, options.list(name), options.path(name + "_file", "")};
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) (text += line) += '\n';
  return text;
}

}  // namespace

class Wordlist final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true};

  explicit Wordlist(Options& options)
      : given_{read_option(options, List::allowed, "allowed"), read_option(options, List::suspect, "suspect"),
               read_option(options, List::banned, "banned")},
        actions_{Action::pass, options.action("suspect_action", Action::hold),
                 options.action("banned_action", Action::reject)},
        host_(options.host()) {
    std::vector<std::string> paths;
    for (const Given& each : given_) {
      if (!each.path.empty()) paths.push_back(each.path);
    }
    try {
      lists_ = std::make_unique<WatchedFiles<Lists>>(
          std::move(paths), [this] { return read(); },
          [this](const Lists* lists, const std::exception* why) { tell(lists, why); });
    } catch (const BadLists& error) {
      for (const std::string& mistake : error.mistakes()) options.refuse("banned", mistake);
    } catch (const std::runtime_error& error) {
      options.refuse("banned_file", error.what());
    }
  }

  Finding check(const Comment& comment) override {
    const auto scratch = scratches_.lend();
    folder_.fold(comment.text(), scratch->folded);
    const auto hits = lists_->current(scratch->held).find(scratch->folded, scratch->search);
    if (hits.empty()) return Finding::pass();
    const List gravest = hits.front().entry->list;
    const auto suspects = std::ranges::find(hits, List::suspect, [](const Hit& hit) { return hit.entry->list; });
    const std::span<const Hit> told{hits.begin(), gravest == List::banned ? suspects : hits.end()};
    Finding finding =
        Finding::of(actions_[static_cast<std::size_t>(gravest)],
                    gravest == List::banned ? "wordlist.banned" : "wordlist.suspect", wording(gravest, told));
    for (const Hit& hit : told) finding.spans.push_back(hit.span);
    return finding;
  }

 private:
  struct Scratch {
    text::Folded folded;
    WatchedFiles<Lists>::Held held;
    Lists::Scratch search;
  };

  std::shared_ptr<const Lists> read() const {
    std::vector<Source> sources;
    for (const Given& each : given_) {
      sources.push_back({each.list, each.option, joined(each.entries)});
      if (!each.path.empty()) sources.push_back({each.list, each.path, read_file(each.path, most_bytes)});
    }
    return std::make_shared<const Lists>(sources, folder_);
  }

  void tell(const Lists* lists, const std::exception* why) const {
    if (lists != nullptr)
      host_.log(Level::info, "wordlist: read the lists again: " + std::to_string(lists->size()) + " entries now");
    if (why != nullptr)
      host_.log(Level::warning, std::string{"wordlist: keeps the lists it had, since "} + why->what());
  }

  const text::Folder folder_;
  const std::array<Given, 3> given_;
  const std::array<Action, 3> actions_;  // by list
  const Host host_;
  Loans<Scratch> scratches_;
  std::unique_ptr<WatchedFiles<Lists>> lists_;  // last: it reads with the above
};

}  // namespace moderato::wordlist

MODERATO_FILTER(moderato::wordlist::Wordlist, "wordlist", "1.0", "Finds words and phrases of the operator's lists")
