// What one check needs to write to; kept for the next one, so that checks allocate nothing but their finding.
#pragma once

#include <vector>

#include "model/model.hpp"
#include "moderato/text/fold.hpp"
#include "speech/speech.hpp"
#include "vocabulary/vocabulary.hpp"
#include "vocabulary/vocabulary_file.hpp"

namespace moderato::civility {

struct Scratch {
  text::Folded folded;
  Model::Scratch model;
  Model::Judgement judged;
  VocabularyFile::Held vocabulary;
  Adjustment adjustment;
  Speech speech;
  std::vector<bool> left_out;  // of the words read
  std::vector<float> weights;  // of the words read
};

}  // namespace moderato::civility
