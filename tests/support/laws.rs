//! What holds of every report beside promise 7, conservation: that it is of what was declared.

use pipeline::{Graph, GraphEdge, Report};

/// The stages and streams of a run that started all its stages are those that were declared; and where
/// a stage fills one stream only, and its reader reads no other, what it gave is what was put in.
pub fn is_as_declared(graph: &Graph, report: &Report) {
    let declared: Vec<_> = graph.stages().iter().map(|stage| stage.name).collect();
    let ran: Vec<_> = report.stages.iter().map(|stage| stage.name).collect();
    assert_eq!(ran, declared, "{graph}\n{report}");
    let mut declared: Vec<_> = graph.edges().iter().map(|edge| edge.to).collect();
    let mut read: Vec<_> = report.streams.iter().map(|stream| stream.reader).collect();
    declared.sort_unstable();
    read.sort_unstable();
    assert_eq!(read, declared, "{graph}\n{report}");
    for edge in graph.edges() {
        if let Some(put) = put_into(edge, report)
            && let Some(given) = given_to(edge, graph, report)
        {
            assert_eq!(put, given, "{edge}\n{report}");
        }
    }
}

/// What was put into an edge, if its reader reads no other.
fn put_into(edge: &GraphEdge, report: &Report) -> Option<u64> {
    let streams = report.streams.iter();
    let mut own = streams.filter(|stream| stream.reader == edge.to);
    let only = own.next().filter(|_| own.next().is_none());
    only.map(|stream| stream.put)
}

/// What the stages before an edge gave, if they fill no other.
fn given_to(edge: &GraphEdge, graph: &Graph, report: &Report) -> Option<u64> {
    let fills = |stage| {
        graph
            .edges()
            .iter()
            .filter(move |edge| edge.from.contains(stage))
    };
    let given = |stage| {
        let is_only = fills(stage).count() == 1;
        is_only.then(|| report.stage(stage).map_or(0, |stage| stage.given))
    };
    edge.from.iter().map(given).sum()
}
