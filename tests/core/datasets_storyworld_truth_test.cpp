// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld.h"
#include "core/datasets/storyworld_characters.h"
#include "core/datasets/storyworld_phrases.h"
#include "core/datasets/storyworld_tags.h"

#include <QCryptographicHash>
#include <QTest>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

std::vector<std::string> wordsOf(const std::string& caption) {
    std::string text;
    for (const char c : caption) {
        text += std::isalpha(static_cast<unsigned char>(c))
                    ? static_cast<char>(std::tolower(static_cast<unsigned char>(c)))
                    : ' ';
    }
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

std::vector<std::string> phrasings(const StoryFrame& frame) {
    std::vector<std::string> all = frame.references;
    all.push_back(frame.caption);
    return all;
}

std::set<std::string> slotsOf(const std::string& phrase) {
    std::set<std::string> slots;
    for (std::size_t at = phrase.find('{'); at != std::string::npos; at = phrase.find('{', at + 1)) {
        slots.insert(phrase.substr(at, phrase.find('}', at) + 1 - at));
    }
    return slots;
}

bool contains(const std::vector<std::string>& values, const std::string& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

} // namespace

class DatasetsStoryWorldTruthTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void version_1_always_told_these_stories();
    void every_tag_of_the_list_occurs();
    void a_rare_tag_is_not_too_rare_to_learn();
    void everyone_has_a_story_and_looks_of_their_own();
    void each_beat_has_four_to_six_phrasings_and_the_caption_is_one();
    void all_phrasings_of_a_moment_name_the_same_things();
    void captions_are_short_sentences_from_a_small_vocabulary();
    void groundings_spell_a_noun_of_their_entity();
    void every_name_and_listed_object_in_a_caption_is_grounded();
    void who_a_caption_names_can_be_seen();
    void tags_agree_with_the_visible_entities();
    void the_object_of_a_story_is_large_enough_to_point_at();

private:
    std::vector<Story> m_stories;
};

void DatasetsStoryWorldTruthTest::initTestCase() {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        m_stories.push_back(storyworld::tell(seed));
    }
}

void DatasetsStoryWorldTruthTest::version_1_always_told_these_stories() {
    std::string truth;
    for (std::size_t seed = 0; seed < 200; ++seed) {
        for (const StoryFrame& frame : m_stories[seed].frames) {
            truth += frame.caption;
            for (const std::string& text : frame.references) {
                truth += text;
            }
            for (const std::string& tag : frame.tags) {
                truth += tag;
            }
            for (const Entity& entity : frame.entities) {
                const Box box = entity.box.value_or(Box{});
                for (const float edge : {box.left, box.top, box.width, box.height}) {
                    truth += " " + std::to_string(std::lround(edge * 1000));
                }
            }
        }
    }
    QCOMPARE(storyworld::version, 1);
    QCOMPARE(QCryptographicHash::hash(QByteArray::fromStdString(truth), QCryptographicHash::Sha1).toHex(),
             QByteArray("98569ed4e45a41b5704e3b26db53ac4caa585bcb"));
}

void DatasetsStoryWorldTruthTest::every_tag_of_the_list_occurs() {
    const std::vector<std::string>& list = storyworld::storyTags();
    QCOMPARE(list.size(), std::size_t{51});
    std::set<std::string> seen;
    for (const Story& story : m_stories) {
        for (const StoryFrame& frame : story.frames) {
            seen.insert(frame.tags.begin(), frame.tags.end());
        }
    }
    for (std::size_t i = 2; i < list.size(); ++i) {
        QVERIFY2(seen.contains(list[i]), list[i].c_str());
    }
    QCOMPARE(seen.size(), list.size() - 2);
}

void DatasetsStoryWorldTruthTest::a_rare_tag_is_not_too_rare_to_learn() {
    std::map<std::string, int> counts;
    for (const Story& story : m_stories) {
        for (const StoryFrame& frame : story.frames) {
            for (const std::string& tag : frame.tags) {
                ++counts[tag];
            }
        }
    }
    for (const auto& [tag, count] : counts) {
        QVERIFY2(count >= 80, qPrintable(QString("%1: %2 of 10000 frames").arg(tag.c_str()).arg(count)));
    }
}

void DatasetsStoryWorldTruthTest::everyone_has_a_story_and_looks_of_their_own() {
    std::set<std::string> heroes;
    for (const Story& story : m_stories) {
        heroes.insert(story.title.substr(0, story.title.find(':')));
    }
    const auto& everyone = storyworld::characters();
    QVERIFY(everyone.size() >= 12);
    QCOMPARE(heroes.size(), everyone.size());
    const auto distance = [](const storyworld::Color& a, const storyworld::Color& b) {
        return std::abs(a.red - b.red) + std::abs(a.green - b.green) + std::abs(a.blue - b.blue);
    };
    for (std::size_t i = 0; i < everyone.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            QVERIFY2(distance(everyone[i].coat, everyone[k].coat) +
                             distance(everyone[i].hairColor, everyone[k].hairColor) >
                         90,
                     (everyone[i].name + " looks like " + everyone[k].name).c_str());
        }
    }
}

void DatasetsStoryWorldTruthTest::each_beat_has_four_to_six_phrasings_and_the_caption_is_one() {
    std::map<std::vector<std::string>, std::set<std::string>> chosen;
    for (const Story& story : m_stories) {
        QCOMPARE(story.frames.size(), std::size_t{5});
        for (const StoryFrame& frame : story.frames) {
            const std::vector<std::string> all = phrasings(frame);
            QVERIFY(all.size() >= 4 && all.size() <= 6);
            QCOMPARE(std::set<std::string>(all.begin(), all.end()).size(), all.size());
            std::vector<std::string> sorted = all;
            std::sort(sorted.begin(), sorted.end());
            chosen[sorted].insert(frame.caption);
        }
    }
    // Which phrasing becomes the caption is a matter of the seed.
    QVERIFY(std::count_if(chosen.begin(), chosen.end(), [](const auto& entry) { return entry.second.size() > 1; }) >
            100);
}

void DatasetsStoryWorldTruthTest::all_phrasings_of_a_moment_name_the_same_things() {
    for (int number = 0; number < static_cast<int>(storyworld::Moment::Pastime); ++number) {
        const auto& phrases = storyworld::momentInfo(static_cast<storyworld::Moment>(number)).phrases;
        for (const std::string& phrase : phrases) {
            QVERIFY2(slotsOf(phrase) == slotsOf(phrases.front()), phrase.c_str());
            QVERIFY2(slotsOf(phrase).contains("{N}") && slotsOf(phrase).contains("{at}"), phrase.c_str());
        }
    }
}

void DatasetsStoryWorldTruthTest::captions_are_short_sentences_from_a_small_vocabulary() {
    std::set<std::string> vocabulary;
    for (const Story& story : m_stories) {
        for (const StoryFrame& frame : story.frames) {
            for (const std::string& text : phrasings(frame)) {
                const std::vector<std::string> words = wordsOf(text);
                QVERIFY2(words.size() >= 6 && words.size() <= 14, text.c_str());
                QVERIFY2(text.ends_with('.') && text.find('{') == std::string::npos &&
                             std::isupper(static_cast<unsigned char>(text.front())),
                         text.c_str());
                vocabulary.insert(words.begin(), words.end());
            }
        }
    }
    QVERIFY2(vocabulary.size() >= 250 && vocabulary.size() <= 450, qPrintable(QString::number(vocabulary.size())));
}

void DatasetsStoryWorldTruthTest::groundings_spell_a_noun_of_their_entity() {
    for (const Story& story : m_stories) {
        for (const StoryFrame& frame : story.frames) {
            std::size_t last = 0;
            for (const Grounding& grounding : frame.groundings) {
                QVERIFY(grounding.begin >= last && grounding.end > grounding.begin &&
                        grounding.end <= frame.caption.size());
                last = grounding.end;
                QString spelled =
                    QString::fromStdString(frame.caption.substr(grounding.begin, grounding.end - grounding.begin));
                const auto entity =
                    std::find_if(frame.entities.begin(), frame.entities.end(),
                                 [&](const Entity& candidate) { return candidate.id == grounding.entityId; });
                QVERIFY(entity != frame.entities.end());
                QVERIFY2(contains(entity->nouns, spelled.toLower().toStdString()), qPrintable(spelled));
            }
        }
    }
}

void DatasetsStoryWorldTruthTest::every_name_and_listed_object_in_a_caption_is_grounded() {
    std::set<std::string> nouns(storyworld::storyTags().begin() + 3, storyworld::storyTags().begin() + 21);
    for (const storyworld::Character& character : storyworld::characters()) {
        nouns.insert(QString::fromStdString(character.name).toLower().toStdString());
    }
    for (const Story& story : m_stories) {
        for (const StoryFrame& frame : story.frames) {
            std::vector<std::string> grounded;
            for (const Grounding& grounding : frame.groundings) {
                const std::string text = frame.caption.substr(grounding.begin, grounding.end - grounding.begin);
                for (const std::string& word : wordsOf(text)) {
                    grounded.push_back(word);
                }
            }
            for (const std::string& word : wordsOf(frame.caption)) {
                if (nouns.contains(word)) {
                    QVERIFY2(contains(grounded, word), (word + ": " + frame.caption).c_str());
                }
            }
        }
    }
}

void DatasetsStoryWorldTruthTest::who_a_caption_names_can_be_seen() {
    int named = 0;
    int visible = 0;
    for (const Story& story : m_stories) {
        for (const StoryFrame& frame : story.frames) {
            for (const Grounding& grounding : frame.groundings) {
                const auto entity =
                    std::find_if(frame.entities.begin(), frame.entities.end(),
                                 [&](const Entity& candidate) { return candidate.id == grounding.entityId; });
                if (entity->kind == Entity::Kind::Character) {
                    QVERIFY2(entity->box.has_value(), frame.caption.c_str());
                }
                if (entity->kind == Entity::Kind::Object) {
                    ++named;
                    visible += entity->box ? 1 : 0;
                }
            }
        }
    }
    QCOMPARE(visible, named);
}

void DatasetsStoryWorldTruthTest::tags_agree_with_the_visible_entities() {
    const std::vector<std::string>& list = storyworld::storyTags();
    for (const Story& story : m_stories) {
        for (const StoryFrame& frame : story.frames) {
            QVERIFY(
                std::is_sorted(frame.tags.begin(), frame.tags.end(), [&](const std::string& a, const std::string& b) {
                    return std::find(list.begin(), list.end(), a) < std::find(list.begin(), list.end(), b);
                }));
            const auto places = std::count_if(frame.tags.begin(), frame.tags.end(), [&](const std::string& tag) {
                return std::find(list.begin() + 36, list.end(), tag) != list.end();
            });
            QCOMPARE(places, 1);
            for (auto tag = list.begin() + 3; tag != list.begin() + 21; ++tag) {
                const bool visible =
                    std::any_of(frame.entities.begin(), frame.entities.end(),
                                [&](const Entity& entity) { return entity.box && contains(entity.nouns, *tag); });
                QVERIFY2(visible == contains(frame.tags, *tag), (frame.pictureName + " " + *tag).c_str());
            }
        }
    }
}

void DatasetsStoryWorldTruthTest::the_object_of_a_story_is_large_enough_to_point_at() {
    for (const Story& story : m_stories) {
        for (const StoryFrame& frame : story.frames) {
            for (const Entity& entity : frame.entities) {
                if (entity.box && entity.id.starts_with("story-")) {
                    const float longest = std::max(entity.box->width, entity.box->height);
                    QVERIFY2(longest >= 0.10F, (frame.pictureName + " " + entity.id).c_str());
                }
                if (entity.id == "char1") {
                    QVERIFY2(entity.box && entity.box->height >= 0.14F, frame.pictureName.c_str());
                }
            }
        }
    }
}

QTEST_GUILESS_MAIN(DatasetsStoryWorldTruthTest)
#include "datasets_storyworld_truth_test.moc"
