#include "lists.hpp"

#include <algorithm>
#include <utility>

namespace moderato::wordlist {
namespace {

class Reader {
 public:
  explicit Reader(const text::Folder& folder) : folder_(folder) {}

  void read(const Source& source) {
    std::size_t number = 0;
    for (std::string_view rest = source.content; !rest.empty();) {
      ++number;
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);  // of editors on Windows
      line = trimmed(line);
      if (line.empty() || line.front() == '#') continue;
      Entry entry{source.list, std::string{line}, {}};
      if (const auto why = Phrase::read(line, folder_, entry.phrase)) {
        mistake(source.name + ":" + std::to_string(number) + ": \"" + std::string{line.substr(0, 60)} + "\" " + *why);
      } else if (entries_.size() == Lists::most_entries) {
        return mistake(source.name + ": there are more than a million entries in all lists: leave some out");
      } else {
        entries_.push_back(std::move(entry));
      }
    }
  }

  // Sorted by their needles. Throws BadLists.
  std::vector<Entry> take() {
    if (count_ > 0) throw BadLists(std::move(mistakes_), count_);
    std::ranges::stable_sort(entries_, {},
                             [](const Entry& entry) -> const std::string& { return entry.phrase.needle(); });
    return std::move(entries_);
  }

 private:
  static std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\v\f";
    const std::size_t begin = text.find_first_not_of(blank);
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(blank) + 1 - begin);
  }

  void mistake(std::string what) {
    if (++count_ <= BadLists::most_told) mistakes_.push_back(std::move(what));
  }

  const text::Folder& folder_;
  std::vector<Entry> entries_;
  std::vector<std::string> mistakes_;
  std::size_t count_ = 0;
};

std::vector<Entry> read_all(const std::vector<Source>& sources, const text::Folder& folder) {
  Reader reader{folder};
  for (const Source& source : sources) reader.read(source);
  return reader.take();
}

// Of those entries that `which` names; they are sorted by their needles.
std::vector<std::string> needles_of(const std::vector<Entry>& entries, const auto& which) {
  std::vector<std::string> needles;
  for (const Entry& entry : entries) {
    if (which(entry) && (needles.empty() || needles.back() != entry.phrase.needle()))
      needles.push_back(entry.phrase.needle());
  }
  return needles;
}

bool is_other(const Entry& entry) {
  return entry.list != List::allowed && !entry.phrase.ordinary();
}

std::vector<text::Phrases::Phrase> ordinary_of(const std::vector<Entry>& entries) {
  std::vector<text::Phrases::Phrase> phrases;
  for (const Entry& entry : entries) {
    if (entry.list == List::allowed) continue;
    if (auto phrase = entry.phrase.ordinary()) phrases.push_back(*std::move(phrase));
  }
  return phrases;
}

bool within(const Phrase::Place& inner, const Phrase::Place& outer) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

}  // namespace

BadLists::BadLists(std::vector<std::string> mistakes, std::size_t count)
    : std::runtime_error(mistakes.front()), mistakes_(std::move(mistakes)), count_(count) {}

Lists::Lists(const std::vector<Source>& sources, const text::Folder& folder)
    : entries_(read_all(sources, folder)),
      needles_(needles_of(entries_, [](const Entry&) { return true; })),
      ordinary_(ordinary_of(entries_)),
      others_(needles_of(entries_, is_other)) {
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    if (i == 0 || entries_[i - 1].phrase.needle() != entries_[i].phrase.needle()) firsts_.push_back(i);
  }
  firsts_.push_back(static_cast<std::uint32_t>(entries_.size()));
}

bool Lists::may_have_any(const text::Folded& folded, Scratch& scratch) const {
  scratch.ordinary.clear();
  ordinary_.find(folded.text, scratch.ordinary);
  bool any = !scratch.ordinary.empty();
  others_.find(scratch.padded, [&](std::size_t, std::size_t) { any = true; });
  return any;
}

std::vector<Hit> Lists::find(const text::Folded& folded, Scratch& scratch) const {
  scratch.found.clear();
  scratch.allowed.clear();
  scratch.padded.assign(1, ' ').append(folded.text).push_back(' ');
  if (!may_have_any(folded, scratch)) return {};
  needles_.find(scratch.padded, [&](std::size_t needle, std::size_t end) {
    for (std::uint32_t i = firsts_[needle]; i < firsts_[needle + 1]; ++i) {
      const Entry& entry = entries_[i];
      const auto place = entry.phrase.around(scratch.padded, end);
      if (!place) continue;
      entry.list == List::allowed ? scratch.allowed.push_back(*place) : scratch.found.push_back({&entry, *place});
    }
  });
  std::vector<Hit> hits;
  if (scratch.found.empty()) return hits;
  // The widest of those that begin at or before a place is what may cover it.
  std::ranges::sort(scratch.allowed, {}, &Phrase::Place::begin);
  std::size_t reach = 0;
  for (Phrase::Place& each : scratch.allowed) reach = each.end = std::max(reach, each.end);
  std::ranges::stable_sort(scratch.found, {}, [](const Scratch::Found& found) { return found.place.begin; });
  // The gravest first where there are too many.
  for (const List list : {List::banned, List::suspect}) {
    for (const auto& [entry, place] : scratch.found) {
      if (entry->list != list || hits.size() == most_hits) continue;
      const auto after = std::ranges::upper_bound(scratch.allowed, place.begin, {}, &Phrase::Place::begin);
      if (after != scratch.allowed.begin() && within(place, *std::prev(after))) continue;
      hits.push_back({entry, folded.original(place.begin - 1, place.end - 1)});
    }
  }
  return hits;
}

}  // namespace moderato::wordlist
