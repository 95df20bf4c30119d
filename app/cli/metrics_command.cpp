// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/json_text.h"
#include "app/cli/output.h"
#include "core/base/number_text.h"
#include "core/metrics/caption_files.h"
#include "core/metrics/diversity.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace storyscope::cli {

namespace {

struct MetricsOptions {
    std::string hypotheses;
    std::string references;
    std::string synonyms;
    std::string paraphrases;
    std::string json;
};

struct MetricsResult {
    std::size_t captions = 0;
    std::optional<metrics::MatchedCaptions> matched; ///< without references there is nothing to compare with
    std::vector<metrics::NamedScore> scores;
    metrics::Diversity diversity;
};

MetricsResult measured(const MetricsOptions& options, const std::stop_token& stop) {
    const metrics::CaptionFile hypotheses = metrics::readCaptionFile(options.hypotheses);
    MetricsResult result;
    std::vector<metrics::StoryWords> stories;
    for (const auto& [id, captions] : hypotheses.captions) {
        for (const std::string& caption : captions) {
            stories.push_back(metrics::storyWords(caption));
        }
    }
    result.captions = stories.size();
    if (!options.references.empty()) {
        const auto synonyms = options.synonyms.empty()
                                  ? std::nullopt
                                  : std::optional(metrics::SynonymTable::load(options.synonyms, stop));
        const auto paraphrases = options.paraphrases.empty()
                                     ? std::nullopt
                                     : std::optional(metrics::ParaphraseTable::load(options.paraphrases, stop));
        result.matched = metrics::matchedCaptions(hypotheses, metrics::readCaptionFile(options.references), stop);
        result.scores = metrics::captionScores(
            result.matched->captions,
            {.synonyms = synonyms ? &*synonyms : nullptr, .paraphrases = paraphrases ? &*paraphrases : nullptr}, stop);
    }
    result.diversity = metrics::diversityOf(stories, stop);
    return result;
}

std::string scoresAsText(const std::vector<metrics::NamedScore>& scores) {
    constexpr std::size_t nameColumns = 34;
    constexpr std::size_t valueColumns = 12;
    std::string text;
    for (const metrics::NamedScore& score : scores) {
        const bool isCount =
            score.value >= 1 && score.value == static_cast<double>(static_cast<std::int64_t>(score.value));
        const std::string value = isCount && score.value > 1 ? formatCount(static_cast<std::int64_t>(score.value))
                                                             : formatNumber(score.value, 4);
        text += padded(score.name.name, nameColumns) + padded(value, valueColumns) + score.name.definition + '\n';
    }
    return text;
}

std::string asText(const MetricsResult& result) {
    std::string text = formatCount(static_cast<std::int64_t>(result.captions)) + " captions";
    if (result.matched) {
        text += " with " + formatCount(static_cast<std::int64_t>(result.matched->references)) + " references";
        if (result.matched->unusedReferences > 0) {
            text += "; " + formatCount(static_cast<std::int64_t>(result.matched->unusedReferences)) +
                    " more ids have references but no caption";
        }
        text += "\n\n" + scoresAsText(result.scores);
    } else {
        text += '\n';
    }
    text += "\nRepetition and diversity\n" + scoresAsText(metrics::diversityScores(result.diversity));
    if (!result.diversity.mostShared.empty()) {
        text += "\nSentences that most stories have\n";
        for (const auto& [sentence, stories] : result.diversity.mostShared) {
            text += padded(formatCount(static_cast<std::int64_t>(stories)), 8) + sentence + '\n';
        }
    }
    return text;
}

nlohmann::ordered_json asJson(const std::vector<metrics::NamedScore>& scores) {
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const metrics::NamedScore& score : scores) {
        json[score.name.name] = {{"value", score.value}, {"definition", score.name.definition}};
    }
    return json;
}

std::string asJson(const MetricsResult& result) {
    nlohmann::ordered_json document{{"captions", result.captions}};
    if (result.matched) {
        document["references"] = result.matched->references;
        document["unused_references"] = result.matched->unusedReferences;
        document["scores"] = asJson(result.scores);
    }
    document["diversity"] = asJson(metrics::diversityScores(result.diversity));
    nlohmann::ordered_json shared = nlohmann::ordered_json::array();
    for (const auto& [sentence, stories] : result.diversity.mostShared) {
        shared.push_back({{"sentence", sentence}, {"stories", stories}});
    }
    document["most_shared_sentences"] = shared;
    return jsonText(document);
}

void run(const MetricsOptions& options, const Session& session) {
    const MetricsResult result = measured(options, session.stop);
    if (options.json != standardOutput) {
        writeOutput(std::string(standardOutput), asText(result));
    }
    if (!options.json.empty()) {
        writeOutput(options.json, asJson(result));
    }
}

} // namespace

void addMetricsCommand(CLI::App& program, Session& session) {
    const auto options = std::make_shared<MetricsOptions>();
    CLI::App* command = program.add_subcommand(
        "metrics", "Scores captions or stories against references, and says how much they repeat themselves");
    command
        ->add_option("--hypotheses", options->hypotheses,
                     "Captions to score: JSON {id: caption or [captions]}, or COCO's [{image_id, caption}]")
        ->required();
    CLI::Option* references =
        command->add_option("--references", options->references,
                            "What people wrote, in the same forms; without it only repetition is measured");
    command
        ->add_option(
            "--synonyms", options->synonyms,
            "For METEOR: METEOR's folder with english.synsets and english.exceptions, a WordNet 3.0 folder\n"
            "(/usr/share/wordnet works where Debian's package wordnet-base is installed), or JSON {word: [words]}")
        ->needs(references);
    command
        ->add_option("--paraphrases", options->paraphrases,
                     "For METEOR: its table of paraphrases, three lines an entry, plain or .gz")
        ->needs(references);
    command->add_option("--json", options->json, "Write the scores as JSON (- for standard output)");
    command->footer("Examples:\n  storyscope-cli metrics --hypotheses results.json --references captions_val2014.json\n"
                    "  storyscope-cli metrics --hypotheses stories.json --json -");
    command->callback([options, &session] { run(*options, session); });
}

} // namespace storyscope::cli
