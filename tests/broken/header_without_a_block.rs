pipeline!(|ctx|)
