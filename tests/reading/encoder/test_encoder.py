"""The encoder's parts on a toy network: what goes in, what comes out, what a file keeps."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")
tokenizers = pytest.importorskip("tokenizers")

from fogline.model import Document  # noqa: E402
from fogline.reading.annotated import examples  # noqa: E402
from fogline.reading.encoder import (  # noqa: E402
    answers,
    base,
    batches,
    calibration,
    crossvalidate,
    multilingual,
    session,
    train,
)
from fogline.reading.encoder.ensemble import Ensemble, Mix  # noqa: E402
from fogline.reading.encoder.fine_tune import Plan, Trained, fit  # noqa: E402
from fogline.reading.encoder.network import Encoder, Shape  # noqa: E402
from fogline.reading.encoder.pieces import Pieces  # noqa: E402
from fogline.reading.encoder.spelling import LONGEST, spell  # noqa: E402
from fogline.reading.encoder.stand_ins import StandIns  # noqa: E402
from fogline.reading.model import load as load_bundle  # noqa: E402
from fogline.reading.text_reader import TextReader  # noqa: E402
from fogline.reading.triggers import Triggers  # noqa: E402
from fogline.theatre import load as load_theatre  # noqa: E402

LESSONS = """
@ ukraine | Reuters | 2022-09-10
Ukrainian troops captured [Izium] and [Lyman] from the Russians.
They shelled a depot near [Kreminna].
The Ukrainian army did not attack [Kupiansk]. It will advance on [Svatove].
> capture UA>RU [Izium] in: captured
> capture UA>RU [Lyman] in: captured
> shell UA>RU [Kreminna] near: shelled
> attack UA [Kupiansk] in: attack; neg
> advance UA [Svatove] toward: advance; fut

@ syria | Reuters | 2017-09-10
Rebels withdrew from [Aleppo]. The Syrian army said that it might attack [Idlib].
> withdraw OPP [Aleppo] from: withdrew
> attack GOV [Idlib] in: attack; poss; by=Syrian army
"""
WORDS = """captured withdrew shelled attack from and near the troops spanish spain dutch netherlands
norwegian norway verona lublin granada they a said that it might""".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def toy() -> base.Base:
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS]
    vocabulary += [p + c for c in "abcdefghijklmnopqrstuvwxyz.," for p in ("", "##")]
    table = {w: k for k, w in enumerate(dict.fromkeys(vocabulary))}
    made = tokenizers.Tokenizer(tokenizers.models.WordPiece(table, unk_token="[UNK]"))
    made.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    torch.manual_seed(0)
    state = Encoder(Shape(len(table), 32, 64, 1, 2, 256)).state_dict()
    del state["roles.weight"]
    return base.Base(made.to_str(), dict(state), {"package": "toy"})


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lessons") / "toy.txt"
    path.write_text(LESSONS)
    return path


@pytest.fixture(scope="module")
def found(lessons: Path) -> list[Any]:
    return list(answers.of_examples(examples([lessons]), Triggers({})))


@pytest.fixture(scope="module")
def trained(toy: base.Base, found: list[Any]) -> Trained:
    return fit(found, toy, [Plan(epochs=2, size=2)], lambda line: None)


def _spelled(made: Trained, found: list[Any]) -> tuple[list[Any], batches.Batch]:
    rows = [spell(i, made.pieces, StandIns(made.pieces)) for i in found]
    return rows, batches.build(found, rows, made.pair_hints, made.pieces.padding)


def test_items_hold_what_annotators_said(found: list[Any]) -> None:
    first = found[0]
    said = [(first.pairs[c.pair], c) for c in first.claims]
    assert [c.sides for _, c in said] == [("UA", "RU"), ("UA", "RU")]
    assert [first.spots[p.spot].name for p, _ in said] == ["Izium", "Lyman"]
    assert sum(x > 0 for x in first.labels) == 2


def test_names_give_way_to_stand_ins(toy: base.Base, found: list[Any]) -> None:
    pieces = Pieces(toy.spec)
    ids = spell(found[0], pieces, StandIns(pieces)).ids
    known = {pieces.of(w)[0]: w for w in WORDS}
    words = [known.get(k, "?") for k in ids]
    assert words[1:8] == ["spanish", "troops", "captured", "verona", "and", "lublin", "from"]
    assert "dutch" in words


def test_stand_ins_are_drawn_anew_but_alike_within_a_sentence(toy: base.Base) -> None:
    pieces = Pieces(toy.spec)
    drawn = {StandIns(pieces, random.Random(k)).place("Izium", "settlement") for k in range(20)}
    assert len(drawn) > 1
    names = StandIns(pieces)
    assert names.side("RU", "adjective") == "spanish"
    assert names.side("RU", "country") == "spain"
    assert names.side("UA", "adjective") == "dutch"
    assert names.place("Izium", "settlement") == names.place("Izium", "settlement")
    assert names.place("Kharkiv Oblast", "region") is None
    assert names.place("Ізюм", "settlement") is None


def test_a_long_sentence_is_cut_and_every_word_still_has_its_piece(
    toy: base.Base, found: list[Any]
) -> None:
    pieces = Pieces(toy.spec)
    long = replace(found[0], words=[*found[0].words, *["withdrew"] * 500])
    made = spell(long, pieces, StandIns(pieces))
    assert len(made.ids) == LONGEST
    assert len(made.words) == len(long.words)
    assert all(a < z <= LONGEST for a, z in made.words if z > a)


def test_heads_without_torch_give_the_same(trained: Trained, found: list[Any]) -> None:
    spelled, b = _spelled(trained, found)
    network = trained.network.eval()
    asked = [(row, 0, 1) for row in range(len(found))]
    options = batches.options(asked, found, spelled, b, trained.side_hints)
    pair, event = np.array([0, 1]), np.array([1, 2])
    with torch.no_grad():
        hidden = network.hidden(b)
        v = network.heads.vectors(hidden, b)
        pairs = network.heads.pairs(v, b).softmax(1).numpy()
        sides = network.heads.sides(v, options).numpy()
        claims = network.heads.claims(v, b, torch.from_numpy(pair), torch.from_numpy(event))
    heads = crossvalidate.runnable({"latin": trained}, load_bundle()).networks[0].heads
    mine = heads.vectors(hidden.numpy(), b)
    assert np.allclose(heads.pairs(mine, b), pairs, atol=1e-5)
    assert np.allclose(heads.sides(mine, options), sides, atol=1e-5)
    for name, found_chances in heads.claims(mine, b, pair, event).items():
        assert np.allclose(found_chances, claims[name].softmax(1).numpy(), atol=1e-5)


def test_training_teaches_and_a_file_reads_alike_twice(
    toy: base.Base, lessons: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "load", lambda: toy)
    monkeypatch.setattr(multilingual, "load", lambda: toy)
    stages = [Plan(epochs=2, size=2, frozen_layers=1), Plan(epochs=1, size=2)]
    outs = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for out in outs:
        record = train.train_encoder(
            [lessons], out, letters=("latin", "any"), stages=stages, folds=0,
            say=lambda line: None,
        )  # fmt: skip
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert record["bases"] == {"latin": {"package": "toy"}, "any": {"package": "toy"}}
    assert list(record["trained_on"]) == ["toy.txt"]
    ensemble = Ensemble(session.open_encoder(str(outs[0])))
    text = "Ukrainian troops captured Izium. Вони взяли Лиман. The Russians withdrew."
    document = Document(text, "x", "Reuters", date(2022, 9, 10))
    readings = [
        TextReader(ensemble.model.linear, load_theatre("ukraine"), judge=ensemble).read(document)
        for _ in range(2)
    ]
    assert readings[0] == readings[1]
    assert readings[0].reader == train.READER
    assert all(0 <= c.score <= 1 for c in readings[0].claims)


def test_no_weight_on_the_encoder_leaves_the_linear_reading(trained: Trained) -> None:
    none = Mix(0.0, 0.0, 0.0, 0.0, 0.28, 0.33)
    made = crossvalidate.runnable({"latin": trained, "any": trained}, load_bundle())
    encoder = replace(made, settings={"mix": none.settings()})
    text = "Ukrainian troops captured Izium on Friday. Rebels may attack near Lyman, he said."
    document = Document(text, "x", "Reuters", date(2022, 9, 10))
    theatre = load_theatre("ukraine")
    bundle = load_bundle()
    mixed = TextReader(bundle, theatre, judge=Ensemble(encoder)).read(document).claims
    alone = TextReader(bundle, theatre).read(document).claims
    assert [replace(c, reader="") for c in mixed] == [replace(c, reader="") for c in alone]


def test_cross_validation_judges_claims(
    toy: base.Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.txt"
    path.write_text("\n\n".join([LESSONS] * 3))
    sets = {"many": list(examples([path]))}
    rows = crossvalidate.judged(
        sets, [], {"latin": toy}, [Plan(epochs=1, size=4)], 3, lambda line: None
    )
    assert {(r.of, r.name) for r in rows} <= {("many", e.name) for e in sets["many"]}
    assert any(r.right for r in rows)
    curve, judged = crossvalidate.fitted(rows, sets)
    of = judged["by_set"]["many"]
    assert of["claims"] == len(rows)
    assert of["core"] == round(2 * sum(r.right for r in rows) / (len(rows) + of["annotated"]), 4)
    assert 0 <= judged["expected_error"] <= 1
    assert 0 < curve.chance(rows[0].signs) < 1


def test_calibrated_scores_hold_what_they_say() -> None:
    rng = random.Random(1)
    rows, right = [], []
    for _ in range(2000):
        chance = rng.random()
        rows.append(calibration.signs(chance, 0.9, "capture", True, "prose", True))
        right.append(rng.random() < chance**2)
    curve = calibration.fit(rows, right)
    error, table = calibration.reliability([curve.chance(r) for r in rows], right)
    assert error < 0.04
    assert sum(row["claims"] for row in table) == 2000


def test_the_network_for_any_letters_reads_cyrillic_and_the_other_does_not(
    trained: Trained, found: list[Any]
) -> None:
    latin, every = crossvalidate.runnable(
        {"latin": trained, "any": trained}, load_bundle()
    ).networks
    items = [found[0], replace(found[1], cyrillic=True)]
    assert [n for part in latin.run(items) for n in part.numbers] == [0]
    assert sorted(n for part in every.run(items) for n in part.numbers) == [0, 1]
