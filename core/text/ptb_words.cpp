// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/ptb_words.h"

#include <algorithm>
#include <array>
#include <string>

namespace storyscope::text {

namespace {

using Word = std::u32string_view;

constexpr std::array anyCaseEnding = std::to_array<Word>(
    {U"jan",     U"feb",  U"mar",  U"apr",  U"jun",  U"jul", U"aug",   U"sep",  U"sept", U"oct",  U"nov",
     U"dec",     U"mon",  U"tue",  U"tues", U"wed",  U"thu", U"thurs", U"fri",  U"ala",  U"ariz", U"calif",
     U"colo",    U"conn", U"ct",   U"dak",  U"fla",  U"ga",  U"ind",   U"kan",  U"kans", U"ky",   U"md",
     U"mich",    U"minn", U"mo",   U"mont", U"neb",  U"nev", U"okla",  U"penn", U"tenn", U"va",   U"vt",
     U"wis",     U"wisc", U"wyo",  U"inc",  U"co",   U"cos", U"corp",  U"pty",  U"ptys", U"ltd",  U"plc",
     U"bancorp", U"bhd",  U"assn", U"univ", U"intl", U"sys", U"tel",   U"est",  U"ext",  U"sq",   U"jr",
     U"sr",      U"bros", U"ed.d", U"ph.d", U"esq",  U"etc", U"ect",   U"al",   U"seq"});

constexpr std::array capitalEnding =
    std::to_array<Word>({U"Az", U"Ark", U"Del", U"Ill", U"La", U"Mass", U"Miss", U"Ore", U"Pa", U"Tex", U"Wash"});

constexpr std::array titles = std::to_array<Word>(
    {U"mr",    U"mrs",  U"ms",    U"dr",  U"drs",    U"prof", U"profs", U"sen",   U"sens", U"rep",   U"reps",  U"atty",
     U"attys", U"lt",   U"col",   U"gen", U"messrs", U"gov",  U"govs",  U"adm",   U"rev",  U"fr",    U"maj",   U"sgt",
     U"cpl",   U"pvt",  U"capt",  U"st",  U"ste",    U"ave",  U"pres",  U"lieut", U"hon",  U"brig",  U"comdr", U"pfc",
     U"spc",   U"supt", U"supts", U"det", U"mt",     U"ft",   U"adj",   U"adv",   U"asst", U"assoc", U"ens",   U"insp",
     U"mlle",  U"mme",  U"msgr",  U"sfc", U"invt",   U"elec", U"natl",  U"dept",  U"blvd", U"rd",    U"viz",   U"exh",
     U"exhs",  U"govt", U"wm",    U"jos", U"cie",    U"cf",   U"treas", U"vs",    U"a.k.a"});

constexpr std::array beforeNumbers = std::to_array<Word>(
    {U"ca",  U"fig",  U"figs", U"prop", U"no", U"nos",    U"vol", U"vols", U"sect", U"sects", U"sec",  U"secs",
     U"art", U"arts", U"bldg", U"pp",   U"op", U"approx", U"nr",  U"nrs",  U"ch",   U"chs",   U"para", U"paras"});

constexpr std::array wholeWords = std::to_array<Word>(
    {U"'n'", U"'em", U"'til", U"'till", U"'cause", U"o'clock", U"cont'd", U"nor'easter", U"c'mon", U"e'er", U"s'mores",
     U"ev'ry", U"li'l", U"nat'l", U"cap'n", U"c'est", U"dunkin'", U"somethin'", U"ol'"});

constexpr std::array sentenceStarts = std::to_array<Word>(
    {U"About", U"According", U"Additionally", U"After",   U"An",    U"A",     U"As",    U"At",    U"But",   U"Earlier",
     U"He",    U"Her",       U"Here",         U"However", U"If",    U"In",    U"It",    U"Last",  U"Many",  U"More",
     U"Mr.",   U"Ms.",       U"Now",          U"Once",    U"One",   U"Other", U"Our",   U"She",   U"Since", U"So",
     U"Some",  U"Such",      U"That",         U"The",     U"Their", U"Then",  U"There", U"These", U"They",  U"This",
     U"We",    U"When",      U"While",        U"What",    U"Yet",   U"You"});

template <typename Words>
bool contains(const Words& words, Word word) {
    return std::ranges::find(words, word) != words.end();
}

std::u32string lowered(Word word) {
    std::u32string result(word);
    for (char32_t& letter : result) {
        letter = letter >= U'A' && letter <= U'Z' ? letter + 32 : letter;
    }
    return result;
}

} // namespace

PtbAbbreviation ptbAbbreviation(Word word) {
    const std::u32string any = lowered(word);
    if (contains(anyCaseEnding, any) || contains(capitalEnding, word)) {
        return PtbAbbreviation::MayEndSentence;
    }
    const bool isInitial = word.size() == 1 && word[0] >= U'A' && word[0] <= U'Z';
    if (isInitial || contains(titles, any)) {
        return PtbAbbreviation::Title;
    }
    return contains(beforeNumbers, any) ? PtbAbbreviation::BeforeNumber : PtbAbbreviation::None;
}

std::size_t ptbSplitWord(Word lowerWord) {
    struct Split {
        Word word;
        std::size_t letters;
    };
    constexpr std::array<Split, 8> splits{{{U"cannot", 3},
                                           {U"gonna", 3},
                                           {U"gotta", 3},
                                           {U"lemme", 3},
                                           {U"gimme", 3},
                                           {U"wanna", 3},
                                           {U"'tis", 2},
                                           {U"'twas", 2}}};
    const auto found = std::ranges::find(splits, lowerWord, &Split::word);
    return found == splits.end() ? 0 : found->letters;
}

bool isPtbWholeWord(Word lowerWord) {
    return contains(wholeWords, lowerWord);
}

bool beginsPtbSentence(Word word) {
    return contains(sentenceStarts, word);
}

} // namespace storyscope::text
