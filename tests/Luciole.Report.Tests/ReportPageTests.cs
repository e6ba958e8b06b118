using Luciole.Imaging.Jpeg;

namespace Luciole.Report.Tests;

/// <summary>The report in a real browser.</summary>
public sealed class ReportPageTests : IDisposable
{
    private const int Side = 64;
    private static readonly string[] s_figures = ["PCC", "SSIM", "MAE", "E_dist", "C_dist"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_shows_rows_pictures_and_means_without_errors_and_without_a_network()
    {
        await using var page = await Browser.OpenAsync(Write(6));
        Assert.Equal("12 of 12 rows", await Text(page, "document.getElementById('count').textContent"));
        await page.UntilAsync("document.querySelectorAll('.row')[0].querySelectorAll('img').length === 5");
        await page.UntilAsync("[...document.querySelectorAll('.row')[0].querySelectorAll('img')].every(i => i.complete && i.naturalWidth === 64)");
        Assert.Equal(["input", "truth", "prediction", "difference", "confidence", "organelles"], await Texts(page, "[...document.querySelectorAll('.row')[0].querySelectorAll('figcaption')].map(c => c.textContent)"));
        // Nucleus of images 0 to 5 has PCC 0, 0.1 ... 0.5; BF are 0 and 3.
        Assert.Equal("0.2500", await Text(page, Mean("nucleus", "all", "all")));
        Assert.Equal("0.1500", await Text(page, Mean("nucleus", "BF", "all")));
        Assert.Equal("0.3000", await Text(page, Mean("nucleus", "BF", "1")));
        Assert.Equal("", await Text(page, "document.querySelector('.row:nth-child(2) .line').children[6].textContent"));
        Assert.Equal(0, (await page.EvaluateAsync("performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')).length"))!.GetValue<int>());
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Rows_sort_by_a_click_and_again_the_other_way_with_empty_cells_last()
    {
        await using var page = await Browser.OpenAsync(Write(5));
        await page.EvaluateAsync("document.querySelector('[data-column=PCC]').click()");
        Assert.Equal(["0.0000", "0.0000", "0.1000", "0.1000"], (await Column(page, 4)).Take(4));
        await page.EvaluateAsync("document.querySelector('[data-column=PCC]').click()");
        Assert.Equal("0.4000", (await Column(page, 4))[0]);
        Assert.Equal("descending", await Text(page, "document.querySelector('[data-column=PCC]').getAttribute('aria-sort')"));
        await page.EvaluateAsync("document.querySelector('[data-column=MAE]').click()");
        var errors = await Column(page, 6);
        Assert.All(errors.Take(5), v => Assert.NotEqual("", v));
        Assert.All(errors.Skip(5), v => Assert.Equal("", v));
        await page.EvaluateAsync("document.querySelector('[data-column=image]').click()");
        Assert.Equal(["image_0.tiff", "image_0.tiff", "image_1.tiff"], (await Column(page, 0)).Take(3));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Rows_are_filtered_by_name_organelle_modality_focus_and_figure()
    {
        await using var page = await Browser.OpenAsync(Write(12));
        Assert.Equal("2 of 24 rows", await Filter(page, "find", "IMAGE_3"));
        Assert.Equal("24 of 24 rows", await Filter(page, "find", ""));
        Assert.Equal("12 of 24 rows", await Filter(page, "organelle", "actin"));
        Assert.Equal("4 of 24 rows", await Filter(page, "modality", "DIC"));
        Assert.Equal("2 of 24 rows", await Filter(page, "deviation", "0"));
        foreach (var id in new[] { "organelle", "modality", "deviation" })
            await Filter(page, id, "");
        Assert.Equal("6 of 24 rows", await Filter(page, "least", "0.85"));
        Assert.Equal("2 of 24 rows", await Filter(page, "most", "0.95"));
        Assert.Equal("1", await Text(page, "document.querySelector('#means tbody tr td:nth-child(4)').textContent"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Wheel_and_mouse_zoom_and_move_all_pictures_of_a_row_and_of_no_other()
    {
        await using var page = await Browser.OpenAsync(Write(3));
        await page.UntilAsync("document.querySelectorAll('.row')[0].querySelectorAll('.frame').length === 6");
        await page.EvaluateAsync("document.querySelector('.row .frame').scrollIntoView({block: 'center'})");
        var box = (await page.EvaluateAsync("(r => [r.left, r.top, r.width])(document.querySelector('.row .frame').getBoundingClientRect())"))!.AsArray().Select(v => v!.GetValue<double>()).ToArray();
        var (x, y) = (box[0] + (box[2] / 4), box[1] + (box[2] / 2));
        const int ctrl = 2;
        await page.MouseAsync("mouseWheel", x, y, wheel: -300, modifiers: ctrl);
        await page.UntilAsync(Scale(0) + " > 2.5");
        // The point under the pointer stays: e is its scale, and the left edge moves by a quarter of the width for each further one.
        var transforms = (await page.EvaluateAsync("[...document.querySelectorAll('.row')[0].querySelectorAll('.frame > *')].map(e => getComputedStyle(e).transform)"))!.AsArray().Select(v => v!.GetValue<string>()).Distinct().ToList();
        var numbers = Assert.Single(transforms)["matrix(".Length..^1].Split(',').Select(double.Parse).ToArray();
        Assert.Equal(Math.E, numbers[0], 1e-3);
        Assert.Equal(-box[2] / 4 * (Math.E - 1), numbers[4], 1.0);
        Assert.Equal(-box[2] / 2 * (Math.E - 1), numbers[5], 1.0);
        Assert.Equal("1", await Text(page, "String(" + Scale(1) + ")"));

        await page.MouseAsync("mousePressed", x, y, buttons: 1);
        await page.MouseAsync("mouseMoved", x + 10, y + 5, buttons: 1);
        await page.MouseAsync("mouseMoved", x + 30, y + 20, buttons: 1);
        await page.MouseAsync("mouseReleased", x + 30, y + 20);
        await page.UntilAsync($"Math.abs(new DOMMatrix(getComputedStyle(document.querySelector('.row .frame > *')).transform).e - {numbers[4] + 30}) < 12");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Sliders_change_the_contrast_and_boxes_the_colours()
    {
        await using var page = await Browser.OpenAsync(Write(1));
        await page.UntilAsync("document.querySelector('canvas.colours')?.dataset.drawn === 'nucleus actin'");
        var both = await Pixel(page);
        await page.EvaluateAsync("document.querySelector('[data-organelle=actin]').click()");
        await page.UntilAsync("document.querySelector('canvas.colours').dataset.drawn === 'nucleus'");
        var nucleus = await Pixel(page);
        Assert.True(both[0] > nucleus[0] + 20, "actin is mostly red and yellow");
        Assert.Equal(both[2], nucleus[2], 40.0);
        await page.EvaluateAsync("document.querySelector('[data-organelle=nucleus]').click()");
        await page.UntilAsync("document.querySelector('canvas.colours').dataset.drawn === ''");
        var ground = await Pixel(page);
        Assert.Equal(ground[0], ground[2]);
        await page.EvaluateAsync("(s => { s.value = 128; s.dispatchEvent(new Event('input')); })(document.querySelectorAll('[data-kind=input]')[1])");
        await page.UntilAsync("document.querySelector('#f-input [slope]').getAttribute('slope') > 1.9");
        await page.UntilAsync($"document.querySelector('canvas.colours').getContext('2d').getImageData(32, 32, 1, 1).data[0] > {ground[0] * 1.5}");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Five_hundred_images_are_loaded_as_one_scrolls()
    {
        await using var page = await Browser.OpenAsync(Write(500));
        await page.UntilAsync("document.querySelector('.row img')");
        Assert.Equal("1000 of 1000 rows", await Text(page, "document.getElementById('count').textContent"));
        await page.UntilAsync("document.querySelectorAll('.row img').length < 200");
        await page.EvaluateAsync("window.scrollTo(0, document.documentElement.scrollHeight)");
        await page.UntilAsync("[...document.querySelectorAll('.row')].at(-1).querySelector('img')?.complete");
        await page.UntilAsync("!document.querySelector('.row img, .row:first-child img') || document.querySelectorAll('.row')[0].querySelectorAll('img').length === 0");
        await page.UntilAsync("document.querySelectorAll('.row img').length < 200");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Four_organelles_are_coloured_and_toggled_over_the_transmitted_light()
    {
        string[] organelles = ["nucleus", "mitochondria", "actin", "tubulin"];
        await using var page = await Browser.OpenAsync(Write("predicted", file =>
        {
            var input = Picture(file, 20);
            return organelles.Select(o => new ReportRow { Image = "a.tiff", Organelle = o, Input = input, Prediction = Picture(file, 100) });
        }));
        await page.UntilAsync("document.querySelector('canvas.colours')?.dataset.drawn === 'nucleus mitochondria actin tubulin'");
        foreach (var (organelle, strongest) in organelles.Zip([2, 0, 0, 1]))
        {
            var others = string.Join(',', organelles.Where(o => o != organelle).Select(o => $"[data-organelle={o}]"));
            await page.EvaluateAsync($"document.querySelectorAll('{others}').forEach(box => box.click())");
            await page.UntilAsync($"document.querySelector('canvas.colours').dataset.drawn === '{organelle}'");
            var pixel = await Pixel(page);
            Assert.Equal(strongest, Array.IndexOf(pixel[..3], pixel[..3].Max()));
            await page.EvaluateAsync($"document.querySelectorAll('{others}').forEach(box => box.click())");
        }

        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Predictions_without_truths_have_no_figures_and_nothing_to_filter_them_by()
    {
        await using var page = await Browser.OpenAsync(Write("predicted", file => Enumerable.Range(0, 4).Select(i => new ReportRow
        {
            Image = $"{i}.tiff", Organelle = "<b>Vimentin</b>", Input = Picture(file, 20), Prediction = Picture(file, 100),
            Flags = i == 1 ? ["out of focus"] : i == 2 ? ["out of focus", "saturated"] : [],
        })));
        await page.UntilAsync("document.querySelectorAll('.row')[0].querySelectorAll('img').length === 2");
        Assert.Equal(["image", "organelle", "take care"], await Texts(page, "[...document.querySelectorAll('#head button')].map(b => b.textContent)"));
        Assert.Equal(["<b>Vimentin</b>", "<b>Vimentin</b>", "<b>Vimentin</b>", "<b>Vimentin</b>"], await Column(page, 1));
        Assert.Equal(["", "out of focus", "out of focus, saturated", ""], await Column(page, 2));
        foreach (var id in new[] { "means", "figure", "modality", "deviation" })
            Assert.Equal(0, (await page.EvaluateAsync($"document.getElementById('{id}').getClientRects().length"))!.GetValue<int>());
        Assert.DoesNotContain("difference", await Text(page, "document.querySelector('.hint').innerText"));
        Assert.Equal("2 of 4 rows", await Filter(page, "flags", "out of focus"));
        Assert.Equal("1 of 4 rows", await Filter(page, "flags", "saturated"));
        Assert.Equal("2 of 4 rows", await Filter(page, "flags", "none"));
        Assert.Equal("4 of 4 rows", await Filter(page, "flags", ""));
        await page.UntilAsync("document.querySelector('canvas.colours')?.dataset.drawn === '<b>Vimentin</b>'");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_row_is_shown_large_by_a_click_on_its_name()
    {
        await using var page = await Browser.OpenAsync(Write(2));
        await page.EvaluateAsync("document.querySelectorAll('.row .name')[2].click()");
        await page.UntilAsync("document.getElementById('large').open && document.querySelectorAll('#large img').length === 5");
        Assert.Equal("image_1.tiff, nucleus", await Text(page, "document.querySelector('#large strong').textContent"));
        await page.EvaluateAsync("document.querySelector('#large button').click()");
        await page.UntilAsync("!document.getElementById('large').open && document.querySelectorAll('#large img').length === 0");
        Assert.Empty(page.Errors);
    }

    private static string Scale(int row) => $"new DOMMatrix(getComputedStyle(document.querySelectorAll('.row')[{row}].querySelector('.frame > *')).transform).a";

    private static string Mean(string organelle, string modality, string deviation) =>
        $"[...document.querySelectorAll('#means tbody tr')].map(r => [...r.cells].map(c => c.textContent)).find(c => c[0] === '{organelle}' && c[1] === '{modality}' && c[2] === '{deviation}')[4]";

    private static async Task<string> Text(Browser page, string expression) => (await page.EvaluateAsync(expression))!.GetValue<string>();

    private static async Task<string[]> Texts(Browser page, string expression) => [.. (await page.EvaluateAsync(expression))!.AsArray().Select(v => v!.GetValue<string>())];

    private static Task<string[]> Column(Browser page, int column) => Texts(page, $"[...document.querySelectorAll('.row .line')].map(l => l.children[{column}].textContent)");

    private static async Task<int[]> Pixel(Browser page) =>
        [.. (await page.EvaluateAsync("[...document.querySelector('canvas.colours').getContext('2d').getImageData(32, 32, 1, 1).data]"))!.AsArray().Select(v => v!.GetValue<int>())];

    private static Task<string> Filter(Browser page, string id, string value) => Text(page, $$"""
        (e => { e.value = '{{value}}'; e.dispatchEvent(new Event('input')); e.dispatchEvent(new Event('change')); return document.getElementById('count').textContent; })(document.getElementById('{{id}}'))
        """);

    /// <summary>Images with nucleus and actin; figures grow with the image.</summary>
    private string Write(int images)
    {
        using var file = new ReportFile(_folder.File("report.html"), "A <small> report");
        var rows = new List<ReportRow>();
        for (var i = 0; i < images; i++)
        {
            var input = Picture(file, 60);
            foreach (var organelle in new[] { "nucleus", "actin" })
            {
                var names = organelle == "nucleus" ? s_figures : s_figures[..2];
                rows.Add(new ReportRow
                {
                    Image = $"image_{i}.tiff", Organelle = organelle, Modality = ((string[])["BF", "PC", "DIC"])[i % 3], FocusDeviation = i % 2,
                    Figures = names.ToDictionary(name => name, _ => i / 10.0),
                    Input = input, Truth = Picture(file, 90), Prediction = Picture(file, 120), Difference = Picture(file, 30), Confidence = Picture(file, 200),
                });
            }
        }

        file.Finish(rows, s_figures);
        return _folder.File("report.html");
    }

    private string Write(string title, Func<ReportFile, IEnumerable<ReportRow>> rows)
    {
        using var file = new ReportFile(_folder.File("report.html"), title);
        file.Finish([.. rows(file)], s_figures);
        return _folder.File("report.html");
    }

    private static int Picture(ReportFile file, int grey)
    {
        var pixels = Enumerable.Range(0, Side * Side).Select(i => (byte)(grey + (i % 16))).ToArray();
        return file.AddPicture(JpegImage.EncodeGrey(Side, Side, pixels, 90));
    }
}
