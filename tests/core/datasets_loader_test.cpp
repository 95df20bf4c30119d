// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/picture_loader.h"
#include "core/datasets/placeholder.h"

#include <QTest>
#include <atomic>
#include <chrono>
#include <thread>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

/// Stories of three plain pictures; some cannot be read. Later stories take less time than earlier ones.
class PlainDataset : public StoryDataset {
public:
    explicit PlainDataset(std::size_t stories) : m_stories(stories) {}

    std::string name() const override { return "plain"; }
    std::string format() const override { return "plain"; }
    std::size_t size() const override { return m_stories; }
    std::vector<Split> splits() const override { return {}; }
    std::vector<Issue> issues() const override { return {}; }

    Story story(std::size_t index) const override {
        Story story{.id = std::to_string(index), .title = {}, .frames = {}, .captions = {}, .score = {}};
        for (int frame = 0; frame < 3; ++frame) {
            story.frames.emplace_back().pictureName = std::to_string(index) + "-" + std::to_string(frame) + ".jpg";
        }
        return story;
    }
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& /*wish*/) const override {
        ++picturesRead;
        std::this_thread::sleep_for(std::chrono::microseconds((m_stories - storyIndex) % 7 * 100));
        if (storyIndex % 10 == 4 && frameIndex == 1) {
            throw Error(ErrorCode::NotFound, "The picture is not there", inFile("a/b.jpg"));
        }
        if (storyIndex == brokenStory) {
            throw Error(ErrorCode::OutOfSpace, "There is no memory left");
        }
        std::vector<std::uint8_t> pixels(3 * 20 * 16);
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            pixels[i] = static_cast<std::uint8_t>(i * (storyIndex + 3) + 50 * frameIndex);
        }
        return Picture(20, 16, std::move(pixels));
    }

    mutable std::atomic<int> picturesRead = 0;
    std::size_t brokenStory = 1000000;

private:
    std::size_t m_stories;
};

std::vector<StoryRequest> requestsFor(std::size_t count) {
    std::vector<StoryRequest> requests;
    for (std::size_t i = 0; i < count; ++i) {
        requests.push_back({.story = (i * 7) % count, .frames = {}});
    }
    return requests;
}

PictureLoader::Options optionsWith(int threads) {
    PictureLoader::Options options;
    options.threads = threads;
    options.preparation = media::PicturePreparation::stretched(8, media::PictureFilter::Bilinear);
    options.augmentation.emplace();
    return options;
}

std::vector<LoadedStory> loadAll(PictureLoader& loader) {
    std::vector<LoadedStory> stories;
    while (auto story = loader.next({})) {
        stories.push_back(*std::move(story));
    }
    return stories;
}

} // namespace

class DatasetsLoaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_order_and_the_pictures_do_not_depend_on_the_threads() {
        const auto dataset = std::make_shared<PlainDataset>(60);
        PictureLoader one(dataset, requestsFor(60), optionsWith(1));
        PictureLoader many(dataset, requestsFor(60), optionsWith(5));
        const auto first = loadAll(one);
        const auto second = loadAll(many);
        QCOMPARE(first.size(), std::size_t{60});
        QCOMPARE(second.size(), std::size_t{60});
        for (std::size_t i = 0; i < 60; ++i) {
            QCOMPARE(first[i].story, (i * 7) % 60);
            QCOMPARE(second[i].story, first[i].story);
            QVERIFY(second[i].pictures == first[i].pictures);
        }
    }

    void another_epoch_varies_the_pictures_differently() {
        const auto dataset = std::make_shared<PlainDataset>(3);
        PictureLoader::Options options = optionsWith(1);
        PictureLoader first(dataset, requestsFor(3), options);
        options.epoch = 1;
        PictureLoader second(dataset, requestsFor(3), options);
        options.augmentation.reset();
        PictureLoader plain(dataset, requestsFor(3), options);
        const auto pictures = loadAll(first)[0].pictures;
        QVERIFY(pictures != loadAll(second)[0].pictures);
        QVERIFY(loadAll(plain)[0].pictures[0] == media::prepared(dataset->picture(0, 0), options.preparation));
    }

    void missing_pictures_are_replaced_and_counted() {
        const PictureLoader::Options options = optionsWith(2);
        PictureLoader loader(std::make_shared<PlainDataset>(20), requestsFor(20), options);
        for (const LoadedStory& story : loadAll(loader)) {
            QCOMPARE(story.pictures.size(), std::size_t{3});
            QCOMPARE(story.issues.size(), std::size_t{story.story % 10 == 4 ? 1U : 0U});
            if (!story.issues.empty()) {
                QCOMPARE(story.issues[0].place, std::to_string(story.story) + "-1.jpg");
                QVERIFY(story.pictures[1] == media::prepared(placeholderPicture(), options.preparation));
            }
        }
        QCOMPARE(loader.counts().stories, 20);
        QCOMPARE(loader.counts().pictures, 60);
        QCOMPARE(loader.counts().placeholders, 2);
    }

    void stories_with_missing_pictures_are_skipped_if_wanted() {
        PictureLoader::Options options = optionsWith(2);
        options.missing = MissingPictures::SkipStory;
        PictureLoader loader(std::make_shared<PlainDataset>(20), requestsFor(20), options);
        QCOMPARE(loadAll(loader).size(), std::size_t{18});
        QCOMPARE(loader.counts().skippedStories, 2);
        QCOMPARE(loader.counts().placeholders, 0);
    }

    void a_missing_picture_is_an_error_if_wanted() {
        PictureLoader::Options options = optionsWith(1);
        options.missing = MissingPictures::Throw;
        PictureLoader loader(std::make_shared<PlainDataset>(5), {{4, {}}, {0, {}}}, options);
        QVERIFY_EXCEPTION_THROWN(loader.next({}), Error);
        QCOMPARE(loader.next({})->story, std::size_t{0});
        QVERIFY(!loader.next({}));
    }

    void other_failures_reach_the_consumer_in_their_place() {
        const auto dataset = std::make_shared<PlainDataset>(5);
        dataset->brokenStory = 2;
        PictureLoader loader(dataset, {{0, {}}, {2, {}}, {3, {}}, {99, {}}}, optionsWith(3));
        QCOMPARE(loader.next({})->story, std::size_t{0});
        try {
            loader.next({});
            QFAIL("The failure was swallowed");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::OutOfSpace);
        }
        QCOMPARE(loader.next({})->story, std::size_t{3});
    }

    void only_the_wanted_frames_are_read_in_their_order() {
        const auto dataset = std::make_shared<PlainDataset>(3);
        PictureLoader::Options options = optionsWith(1);
        options.augmentation.reset();
        PictureLoader loader(dataset, {{0, {2, 0, 0}}}, options);
        const auto story = loader.next({});
        QCOMPARE(story->pictures.size(), std::size_t{3});
        QVERIFY(story->pictures[0] == media::prepared(dataset->picture(0, 2), options.preparation));
        QVERIFY(story->pictures[1] == story->pictures[2]);
    }

    void a_loader_works_only_a_little_ahead() {
        const auto dataset = std::make_shared<PlainDataset>(50);
        PictureLoader::Options options = optionsWith(3);
        options.ahead = 2;
        PictureLoader loader(dataset, requestsFor(50), options);
        loader.next({});
        QTest::qWait(100);
        QVERIFY2(dataset->picturesRead <= 9, qPrintable(QString::number(dataset->picturesRead)));
    }

    void a_stop_is_acted_on_at_once() {
        const auto dataset = std::make_shared<PlainDataset>(50);
        PictureLoader loader(dataset, requestsFor(50), optionsWith(2));
        std::stop_source stop;
        stop.request_stop();
        try {
            loader.next(stop.get_token());
            QFAIL("A stop was ignored");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Cancelled);
        }
    }

    void a_placeholder_names_the_picture_and_the_reason() {
        const PlainDataset dataset(10);
        const auto lost = pictureOrPlaceholder(dataset, 4, 1);
        QVERIFY(lost.isPlaceholder());
        QCOMPARE(lost.issue->place, std::string("4-1.jpg"));
        QCOMPARE(lost.issue->text, std::string("The picture is not there"));
        QVERIFY(lost.picture == placeholderPicture());
        QVERIFY(lost.reason.find("a/b.jpg") != std::string::npos);
        QVERIFY(!pictureOrPlaceholder(dataset, 4, 0).isPlaceholder());
    }

    void impossible_options_are_refused() {
        PictureLoader::Options options = optionsWith(0);
        QVERIFY_EXCEPTION_THROWN(PictureLoader(std::make_shared<PlainDataset>(1), {}, options), Error);
        options = optionsWith(1);
        options.ahead = 0;
        QVERIFY_EXCEPTION_THROWN(PictureLoader(std::make_shared<PlainDataset>(1), {}, options), Error);
    }
};

QTEST_GUILESS_MAIN(DatasetsLoaderTest)
#include "datasets_loader_test.moc"
